import { RolloutReports } from '../client/rollout-reports';
import type { RegistryAddress } from '../client/registry-settings';

/** Reports to the registry that the machine follows. The access token is read for each, so that it can be renewed. */
export function openReports({ url, readToken }: RegistryAddress, instance: string, onFault: (error: unknown) => void): RolloutReports {
	return new RolloutReports({
		instance,
		onFault,
		async send(rollout, report) {
			// Loaded here: most processes never see a rollout.
			const { HttpRegistry } = await import('../registry-over-http/http-registry');
			const token = readToken();
			// Whether the address will do without TLS was looked at with the settings.
			const registry = new HttpRegistry({ url: url.href, clear: true, ...(token !== undefined && { token }), timeoutMs: 10_000 });
			await registry.reportMetrics({ tenant: '', subject: '' }, rollout, report);
		},
	});
}
