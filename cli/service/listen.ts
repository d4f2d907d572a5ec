import type { FastifyInstance } from 'fastify';
import { TroupeError } from '../../core/base/errors';

/** Where it listens, as a URL. @throws TroupeError STATE_CONFLICT when it may not or cannot listen there */
export async function listen(service: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
	try {
		return await service.listen({ host, port });
	} catch (cause) {
		const code = (cause as NodeJS.ErrnoException).code ?? '';
		const [message, fix] = listenRefusals(host, port)[code] ?? [];
		if (!message) throw cause;
		throw new TroupeError({ code: 'STATE_CONFLICT', message, fix, details: { host, port }, cause });
	}
}

function listenRefusals(host: string, port: number): Record<string, [message: string, fix: string]> {
	const choosePort = 'choose another: `--port 0` takes a free one.';
	const chooseHost = 'Name an address of this machine with `--host`; 127.0.0.1 is always there.';
	return {
		EADDRINUSE: [`Port ${port} of ${host} is in use by another process.`, `Stop what listens there, or ${choosePort}`],
		EACCES: [`Port ${port} of ${host} may not be opened by this user.`, `Run it as a user that may, or ${choosePort}`],
		EADDRNOTAVAIL: [`${host} is no address of this machine.`, chooseHost],
		ENOTFOUND: [`${host} is no address, and no name that is known here.`, chooseHost],
	};
}

/** Takes no new request, and gives those in work so long. */
export async function closeWithin(service: FastifyInstance, milliseconds: number): Promise<void> {
	const timer = setTimeout(() => service.server.closeAllConnections(), milliseconds);
	await service.close();
	clearTimeout(timer);
}
