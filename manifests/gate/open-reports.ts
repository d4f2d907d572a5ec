import { RolloutReports } from '../client/rollout-reports';
import type { RegistryAddress } from '../client/registry-settings';

/** Creates reports to the registry of this machine. The access token is read for each report, so that it can be renewed. */
export function openReports({ url, readToken }: RegistryAddress, instance: string, onFault: (error: unknown) => void): RolloutReports {
	return new RolloutReports({
		instance,
		onFault,
		async send(rollout, report) {
			// Loaded here, because most processes never see a rollout.
			const { HttpRegistry } = await import('../registry-over-http/http-registry');
			const token = readToken();
			// The settings have already checked whether an address without TLS is allowed.
			const registry = new HttpRegistry({ url: url.href, clear: true, ...(token !== undefined && { token }), timeoutMs: 10_000 });
			await registry.reportMetrics({ tenant: '', subject: '' }, rollout, report);
		},
	});
}
