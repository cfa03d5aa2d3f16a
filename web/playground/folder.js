// The files that are open: as bytes, as the compiler reads them, and as text, as people do.

/** As much as the compiler reads of a file, and one byte more, by which it sees that it is too large. */
const MOST_BYTES = 4 * 1024 * 1024 + 1;

/** @typedef {{ name: string, bytes: Uint8Array, text: string | null, newline: string, isChanged: boolean }} OpenFile */

/** Whether a file is configuration, by its name. @param {string} name */
export const isConfiguration = (name) => !name.startsWith(".") && /\.(toml|csv)$/.test(name);

/**
 * A file of these bytes.
 *
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {OpenFile}
 */
export function opened(name, bytes) {
  const text = decoded(bytes);
  const newline = text?.includes("\r\n") ? "\r\n" : "\n";
  return { name, bytes, text: text?.replaceAll("\r\n", "\n") ?? null, newline, isChanged: false };
}

/**
 * The file with another text: in UTF-8, with the line ends that it had.
 *
 * @param {OpenFile} file
 * @param {string} text
 * @returns {OpenFile}
 */
export function edited(file, text) {
  const bytes = new TextEncoder().encode(text.replaceAll("\n", file.newline));
  return { ...file, bytes, text, isChanged: true };
}

/** What there is to read, if it is text at all. @param {Uint8Array} bytes */
function decoded(bytes) {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null;
  const text = marked ? new TextDecoder(marked).decode(bytes) : utf8(bytes) ?? new TextDecoder("windows-1252").decode(bytes);
  return text.includes("\0") ? null : text;
}

/** @param {Uint8Array} bytes */
function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * What was picked or dropped: its configuration, and the names of what is none.
 *
 * @param {File[]} files
 */
export async function read(files) {
  const wanted = files.filter(({ name }) => isConfiguration(name));
  const others = files.map(({ name }) => name).filter((name) => !isConfiguration(name));
  const all = wanted.map(async (file) => {
    return opened(file.name, new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer()));
  });
  return { files: await Promise.all(all), others };
}

/**
 * The files of a drop: of a folder, those that lie in it. What was dropped can be asked at once
 * only, so that is done before anything is waited for.
 *
 * @param {DataTransfer} dropped
 * @returns {Promise<File[]>}
 */
export async function filesOf(dropped) {
  const files = [...dropped.files];
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.some(({ isDirectory }) => isDirectory)) return files;
  const inside = entries.map((entry) => (entry.isDirectory ? listed(/** @type {any} */ (entry)) : [entry]));
  const all = (await Promise.all(inside)).flat().filter(({ isFile }) => isFile);
  return Promise.all(all.map((entry) => new Promise((resolve, reject) => /** @type {any} */ (entry).file(resolve, reject))));
}

/**
 * The entries of a folder: a browser gives them a hundred at a time.
 *
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<FileSystemEntry[]>}
 */
async function listed(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** The example that is kept beside the page. */
export async function example() {
  const names = await (await fetch("example/files.json")).json();
  const all = names.map(async (/** @type {string} */ name) => {
    return opened(name, new Uint8Array(await (await fetch(`example/${name}`)).arrayBuffer()));
  });
  return Promise.all(all);
}

/** Saves a file to the reader's disk. @param {OpenFile} file */
export function download(file) {
  const address = URL.createObjectURL(new Blob([/** @type {any} */ (file.bytes)]));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(address);
}
