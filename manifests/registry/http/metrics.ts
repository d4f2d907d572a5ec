export class RegistryMetrics {
	openStreams: () => number = () => 0;
	/** Seconds since the oldest snapshot in use was first seen here: it is renewed long before it expires. */
	snapshotAge: () => number | undefined = () => undefined;
}
