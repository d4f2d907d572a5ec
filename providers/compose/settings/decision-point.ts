import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { refuseExposed } from '../../../core/base/network/unencrypted-servers';
import type { DecisionPoint } from '../../../core/ports/tools/decision-point';
import { createAuthZen } from '../../decisions/authzen';
import type { NetworkRules } from '../../http/guarded-fetch';

/**
 * Composes the operator's decision point for tool calls; undefined without one. @throws TroupeError INPUT_INVALID for a setting that is not a URL, or
 * not encrypted
 */
export function composeDecisionPoint(env?: Environment, { residency }: Pick<NetworkRules, 'residency'> = {}): DecisionPoint | undefined {
	const url = readSetting('TROUPE_DECISION_POINT', env);
	if (url === undefined) return undefined;
	if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'TROUPE_DECISION_POINT is not an address of http or https.',
			fix: 'Set it to the address of the evaluation, such as https://pdp.example.com/access/v1/evaluation.',
		});
	refuseExposed('What agents are about to do', url, env);
	return createAuthZen({ url, token: readSetting('TROUPE_DECISION_POINT_TOKEN', env), ...(residency && { residency }) });
}
