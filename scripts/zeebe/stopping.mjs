import { fstatSync } from 'node:fs';

const controller = new AbortController();
const stop = () => controller.abort();

/** Aborts on a signal, or when the pipe on standard input closes because the parent program ended. */
export const stopping = controller.signal;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', stop).on('error', stop).resume().unref?.();
