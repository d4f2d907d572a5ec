import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import { findServiceAddress } from '../../service/access/service-address';
import { findServiceToken } from '../../service/access/service-token';
import { connectTo } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Prints the link. @throws TroupeError SERVICE_UNREACHABLE, ACCESS_DENIED */
export async function runConsole({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { service } = terminal;
	const connection = service === undefined ? await connectHere(terminal) : await connectTo(service, terminal);
	const { text } = await connection.send('POST', 'console/links', {});
	const { url } = JSON.parse(text) as { url: string };
	terminal.print(json ? text : url);
	if (!json) terminal.note('Open it in a browser: it signs you in once, within ten minutes.');
	return 0;
}

async function connectHere({ environment, stop: signal }: Terminal): Promise<HttpConnection> {
	const url = findServiceAddress(troupeHome(environment));
	const token = await findServiceToken(url, environment);
	if (token !== undefined) return new HttpConnection({ url, token: () => Promise.resolve(token), isService: true, signal });
	throw new TroupeError({
		code: 'SERVICE_UNREACHABLE',
		message: `No service of this home answers at ${url}.`,
		fix: 'Start it with `troupe serve`, or name a service of `troupe login` with --service.',
	});
}
