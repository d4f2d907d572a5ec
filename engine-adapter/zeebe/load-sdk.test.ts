import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { openClients } from './load-sdk';

test('a call of a gateway that fell silent ends when the connection is closed, and so does the program (grpc/grpc-node#1211)', async () => {
	const silent = createServer();
	const arriving = once(silent, 'stream') as Promise<[ServerHttp2Stream]>;
	await once(silent.listen(0, '127.0.0.1'), 'listening');
	const clients = await openClients({ address: `127.0.0.1:${(silent.address() as AddressInfo).port}` });
	clients.gateway.topologySync!({})!.catch(() => undefined);
	const [call] = await arriving;
	const ended = once(call, 'close');
	await clients.close();
	await ended;
	silent.close();
});
