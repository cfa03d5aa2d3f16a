// Work of which only the newest counts.

/**
 * Does a work, and once more at its end if it was asked for meanwhile: however often it is asked
 * for, no more than one piece of it waits.
 *
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>}
 */
export function latest(work) {
  let isBusy = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      isBusy = false;
    }
  };
}
