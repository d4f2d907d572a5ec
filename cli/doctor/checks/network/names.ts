import { lookup } from 'node:dns/promises';
import { fail, ok, skipped, type Check, type Finding } from '../../check';
import { listServers, type NamedServer } from './servers';

/** Only the name server is asked: no key leaves this machine. */
export const namesCheck: Check = {
	id: 'names',
	looksAt: 'whether the names of model providers and of other servers in the settings can be resolved',
	async look({ environment }) {
		const servers = listServers(environment);
		if (servers.length === 0) return [skipped('The settings name no server.')];
		const findings = (await Promise.all(servers.map(judgeServer))).flat();
		return findings.length > 0 ? findings : [ok(`Names that can be resolved: ${[...new Set(servers.map(({ host }) => host))].join(', ')}`)];
	},
};

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
