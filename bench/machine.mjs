// Who uses the processor. Without /proc the figures are NaN, and null in the rows.

import { readFile, readdir } from "node:fs/promises";
import { cpus } from "node:os";
import { sum } from "./stats.mjs";

const TICKS_PER_SECOND = 100;

/** Processor seconds of this process. */
export function ownSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor seconds of the processes that this one has started. */
export async function childSeconds() {
  try {
    const tasks = await readdir("/proc/self/task");
    const children = await Promise.all(tasks.map((task) => readFile(`/proc/self/task/${task}/children`, "utf8")));
    const pids = children.join(" ").split(/\s+/).filter(Boolean);
    return sum(await Promise.all(pids.map(ticks))) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** User and system time: fields 14 and 15, counted behind the name, which may have spaces. */
async function ticks(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14);
  return Number(user) + Number(system);
}

/** Processor seconds of everything on the machine. */
export function machineSeconds() {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return sum(busy) / 1000;
}
