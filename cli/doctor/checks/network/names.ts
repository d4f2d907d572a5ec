import { lookup } from 'node:dns/promises';
import { findProxies, listHosts, proxyOf, type Proxies } from '../../../../core/base/network/proxies';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';
import { listServers, type NamedServer } from './servers';

/** Only the name server is asked: no key leaves this machine. */
export const namesCheck: Check = {
	id: 'names',
	looksAt: 'whether the names of model providers and of other servers in the settings, or of the proxies before them, can be resolved',
	async look({ environment }) {
		const told = judgeProxies(findProxies(environment));
		const servers = [...listProxies(environment), ...listServers(environment).filter(({ url }) => !proxyOf(url, environment))];
		if (servers.length === 0) return [...told, skipped('The settings name no server that this machine has to resolve.')];
		const findings = (await Promise.all(servers.map(judgeServer))).flat();
		if (findings.length > 0) return [...told, ...findings];
		return [...told, ok(`Names that can be resolved: ${[...new Set(servers.map(({ host }) => host))].join(', ')}`)];
	},
};

function judgeProxies(proxies: Proxies | undefined): Finding[] {
	if (proxies === undefined) return [];
	const { http_proxy: forHttp, https_proxy: forHttps, no_proxy: direct } = proxies;
	const hosts = [...new Set([forHttp, forHttps].flatMap((proxy) => (proxy === undefined ? [] : [new URL(proxy).host])))];
	const networks = listHosts(direct).filter((host) => /\/\d+$/.test(host));
	return [
		ok(`Requests go through the proxy ${hosts.join(', ')}, except to ${listHosts(direct).join(', ')}.`),
		...(networks.length > 0
			? [
					warn(
						`NO_PROXY names networks, which apply only to gRPC: ${networks.join(', ')}.`,
						'Name the hosts in NO_PROXY, or their domain, such as .internal.example.',
					),
				]
			: []),
	];
}

function listProxies(environment: Environment): NamedServer[] {
	const { http_proxy: forHttp, https_proxy: forHttps } = findProxies(environment) ?? {};
	const urls = [...new Set([forHttp, forHttps].filter((url) => url !== undefined))];
	return urls.map((url) => ({ what: 'the proxy', host: new URL(url).hostname.replace(/^\[|\]$/g, ''), url }));
}

async function judgeServer({ what, host }: NamedServer): Promise<Finding[]> {
	try {
		await lookup(host);
		return [];
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return [
			fail(
				`The name ${host} of ${what} cannot be resolved (${code}).`,
				"Correct the setting, or this machine's name servers and firewall.",
			),
		];
	}
}
