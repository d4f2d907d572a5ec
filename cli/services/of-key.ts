import type { Terminal } from '../terminal/terminal';

/** For operations that take a tenant: at a service, `--tenant` is in their input, which the key must reach, and not whose state it is. */
export const ofKey = (terminal: Terminal): Terminal =>
	terminal.service === undefined ? terminal : (Object.create(terminal, { tenant: { value: undefined } }) as Terminal);
