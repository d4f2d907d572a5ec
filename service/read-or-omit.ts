import type { ReportFault } from './log/fault-log';
import { probeMs, withTimeout } from './with-timeout';

/** Reads metrics within Prometheus' wait. Omits an unresponsive store's: then the others matter most. */
export const readOrOmit = <Answer>(answer: Promise<Answer> | undefined, report: ReportFault): Promise<Answer | void | undefined> =>
	withTimeout(answer, probeMs, 'Reading metrics').catch((error: unknown) => void report(error, {}));
