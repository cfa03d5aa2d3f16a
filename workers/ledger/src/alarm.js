// Setting an alarm without waiting for it: it is written together with the rows it is for,
// and nothing that asked for those rows has to wait for the promise.

/** Sets the object's alarm; a failure is only logged, because cron looks after lost alarms. */
export function setAlarm(storage, atMs) {
  storage.setAlarm(atMs).catch((error) => {
    console.error(JSON.stringify({ event: "ledger.alarm_not_set", reason: String(error) }));
  });
}
