import pg from 'pg';

/** Closes the connection of a login that fails on this side, as one without a password. `pg` leaves it to the server, which waits a minute. */
export class ClosingClient extends pg.Client {
	override connect(): Promise<pg.Client>;
	override connect(callback: (error: Error) => void): void;
	override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
		const connected = super.connect().catch((cause: unknown) => {
			void this.end();
			throw cause;
		});
		if (callback === undefined) return connected;
		connected.then(() => (callback as () => void)(), callback);
	}
}
