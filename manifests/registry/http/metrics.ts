import { RequestCounts } from '../../../service/http/request-counts';

export class RegistryMetrics extends RequestCounts {
	openStreams: () => number = () => 0;
	/** Seconds since the oldest snapshot in use was first seen here: it is signed again long before it expires. */
	snapshotAge: () => number | undefined = () => undefined;
}
