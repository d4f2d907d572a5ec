import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { openClients } from './load-sdk';

// The SDK reads the environment once, when it is loaded.
beforeAll(() => void (process.env.ZEEBE_ADDRESS = '127.0.0.1:1'));
afterAll(() => delete process.env.ZEEBE_ADDRESS);

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

test('an address that a command chose does not conflict with that of the environment', async () => {
	const warn = jest.spyOn(console, 'warn').mockReturnValue();
	await (await openClients({ address: '127.0.0.1:2' })).close();
	expect(warn).not.toHaveBeenCalled();
	warn.mockRestore();
});
