import type { FastifyInstance } from 'fastify';
import { TroupeError } from '../core/base/errors';

/** Returns the URL. @throws TroupeError STATE_CONFLICT when it cannot listen there */
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
	const choosePort = 'choose another port; `--port 0` uses a free one.';
	const chooseHost = 'Set `--host` to an address of this machine, such as 127.0.0.1.';
	return {
		EADDRINUSE: [`Port ${port} of ${host} is in use by another process.`, `Stop that process, or ${choosePort}`],
		EACCES: [`This user is not allowed to open port ${port} of ${host}.`, `Run the command as another user, or ${choosePort}`],
		EADDRNOTAVAIL: [`${host} is not an address of this machine.`, chooseHost],
		ENOTFOUND: [`${host} is not an address or a known host name.`, chooseHost],
	};
}

export async function closeWithin(service: FastifyInstance, milliseconds: number): Promise<void> {
	const timer = setTimeout(() => service.server.closeAllConnections(), milliseconds);
	await service.close().finally(() => clearTimeout(timer));
}
