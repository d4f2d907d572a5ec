import { lookup } from 'node:dns/promises';
import { findProxies, type Proxies } from '../../../../providers/http/proxies';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';
import { listServers, type NamedServer } from './servers';

/** Only the name server is asked: no key leaves this machine. */
export const namesCheck: Check = {
	id: 'names',
	looksAt: 'whether the names of model providers and of other servers in the settings can be resolved',
	async look({ environment }) {
		const proxies = findProxies(environment);
		const servers = listServers(environment);
		const told = proxies === undefined ? [] : [ok(describeProxies(proxies))];
		if (servers.length === 0) return [...told, skipped('The settings name no server.')];
		const findings = (await Promise.all(servers.map((server) => judgeServer(server, proxies !== undefined)))).flat();
		if (findings.length > 0) return [...told, ...findings];
		return [...told, ok(`Names that can be resolved: ${[...new Set(servers.map(({ host }) => host))].join(', ')}`)];
	},
};

function describeProxies({ http_proxy: forHttp, https_proxy: forHttps, no_proxy: direct }: Proxies): string {
	const hosts = [...new Set([forHttp, forHttps].flatMap((proxy) => (proxy === undefined ? [] : [new URL(proxy).host])))];
	return `Requests go through the proxy ${hosts.join(', ')}, except to ${direct.split(',').join(', ')}.`;
}

/** A proxy can resolve what this machine cannot. */
async function judgeServer({ what, host }: NamedServer, isProxied: boolean): Promise<Finding[]> {
	try {
		await lookup(host);
		return [];
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const judge = isProxied ? warn : fail;
		return [
			judge(
				`The name ${host} of ${what} cannot be resolved (${code}).`,
				"Correct the setting, or this machine's name servers and firewall.",
			),
		];
	}
}
