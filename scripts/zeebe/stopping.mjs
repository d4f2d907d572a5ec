import { fstatSync } from 'node:fs';

const controller = new AbortController();
const stop = () => controller.abort();

/** Aborted when this program is told to stop: by a signal, or because the pipe on its standard input, and so the program that holds it, ended. */
export const stopping = controller.signal;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', stop).on('error', stop).resume().unref?.();
