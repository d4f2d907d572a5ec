import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes bytes on to a server, until it is cut: then every connection breaks and new ones are refused. It can also fall silent, as a line does that nobody ends. */
export class CuttableProxy {
	readonly #sockets = new Set<Socket>();
	readonly #pipes = new Set<[from: Socket, to: Socket]>();
	#server = createServer((client) => this.#pass(client));
	#port = 0;
	#isSilent = false;

	/** @param target may be another server later */
	constructor(public target: string) {}

	get address(): string {
		return `127.0.0.1:${this.#port}`;
	}

	/** The same port again after `cut`. */
	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
		this.#port = (this.#server.address() as AddressInfo).port;
	}

	async cut(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}

	/** Loses all bytes, and tells nobody. */
	fallSilent(): void {
		this.#isSilent = true;
		for (const [from, to] of this.#pipes) from.unpipe(to).resume();
	}

	/** Passes on what new connections bring. Those that were silent stay so. */
	speak(): void {
		this.#isSilent = false;
		this.#pipes.clear();
	}

	#pass(client: Socket): void {
		const [host, port] = this.target.split(':');
		const upstream = connect(Number(port), host);
		for (const [from, to] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			const pipe: [Socket, Socket] = [from, to];
			this.#sockets.add(from);
			this.#pipes.add(pipe);
			if (this.#isSilent) from.resume();
			else from.pipe(to);
			// A cut connection is what this is for.
			from
				.on('error', () => to.destroy())
				.on('close', () => {
					this.#sockets.delete(from);
					this.#pipes.delete(pipe);
				});
		}
	}
}
