// One batch for a queue as one promise under a deadline: each message, the race and its timer would cost
// wasm several calls into JavaScript and back.

/** Sends texts, a JSON array, as one batch. Whether the queue took it before the deadline; it throws what the queue throws. */
export async function sendBatch(queue, texts, limitMs) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const messages = JSON.parse(texts).map((body) => ({ body, contentType: "text" }));
  try {
    return await Promise.race([queue.sendBatch(messages).then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
