// What crosses between wasm and SQLite: one text each way for a statement, because a call
// per parameter and column costs more than the statement itself.

/** Runs one statement; its rows as JSON, an array of arrays. */
export function query(sql, statement, parameters) {
  return JSON.stringify(sql.exec(statement, ...JSON.parse(parameters)).raw().toArray());
}

/** Runs queries in order: JSON, each an array of its text and its parameters; their rows as JSON. */
export function queryAll(sql, statements) {
  const rows = JSON.parse(statements).map(([statement, parameters]) => sql.exec(statement, ...parameters).raw().toArray());
  return JSON.stringify(rows);
}

/** Runs statements in order: JSON, each an array of its text and its parameters. */
export function executeAll(sql, statements) {
  for (const [statement, parameters] of JSON.parse(statements)) sql.exec(statement, ...parameters);
}
