import type { ReportFault } from './log/fault-log';
import { probeMs, withTimeout } from './with-timeout';

/** Reads metrics of a store, within the time that Prometheus waits. Omits those of one that does not answer: then the others matter most. */
export const readOrOmit = <Answer>(answer: Promise<Answer> | undefined, report: ReportFault): Promise<Answer | void | undefined> =>
	withTimeout(answer, probeMs, 'Reading metrics').catch((error: unknown) => void report(error, {}));
