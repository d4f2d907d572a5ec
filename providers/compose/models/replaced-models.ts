import { settingIs } from '../../../core/base/settings/settings';
import type { ModelReference } from '../../../core/agents/definition/model-route';
import type { Host } from '../hosts/host';

type ReplacingHost = Pick<Host, 'providers' | 'environment'>;

/**
 * Returns the host for an agent's models, and warnings for people. A published agent uses the models of its signed, evaluated definition, unless the
 * operator allows others.
 */
export function limitReplacedModels<Given extends ReplacingHost>(
	route: readonly ModelReference[],
	isPublished: boolean,
	host: Given,
): { host: Given; warnings: string[] } {
	const replaced = route.flatMap(({ provider, model }) => {
		const other = host.providers[provider]?.model;
		return other && other !== model ? [{ named: `${provider}:${model}`, other: `${provider}:${other}` }] : [];
	});
	if (replaced.length === 0) return { host, warnings: [] };
	if (!isPublished || settingIs('TROUPE_REPLACED_MODELS', 'allow', host.environment))
		return {
			host,
			warnings: replaced.map(({ named, other }) => `${other} is asked in place of ${named}: the settings of the provider say so.`),
		};
	const providers = Object.entries(host.providers).map(([name, settings]) => [name, { ...settings, model: undefined }]);
	return {
		host: { ...host, providers: Object.fromEntries(providers) as Host['providers'] },
		warnings: replaced.map(
			({ named, other }) =>
				`${named} is asked, not ${other} of the provider's settings: the agent is published. TROUPE_REPLACED_MODELS=allow replaces its models too.`,
		),
	};
}
