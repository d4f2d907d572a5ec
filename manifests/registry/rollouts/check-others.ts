import { gt, valid } from 'semver';
import type { TroupeError } from '../../../core/base/errors';
import type { StartRollout } from '../registry-api';
import type { RolloutFacts } from './decide-rollout';

/** Four groups with the old version and `to`: each more needs more runs until a version wins. */
const maxOthers = 2;

type Refuse = (field: string, meaning: string, value: number | string, expected: string) => TroupeError;

/** @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export function checkOthers(request: StartRollout, facts: RolloutFacts, invalid: Refuse, conflict: (message: string) => TroupeError): void {
	const { kind, by, quality, stages, others } = request;
	if (!others) return;
	if (others.length === 0 || others.length > maxOthers)
		throw invalid('/others', 'The number of further versions', others.length, `1 to ${maxOthers}`);
	if (kind !== 'prompt') throw invalid('/others', 'The kind of what has further versions', kind, 'prompt');
	if (by !== 'contact' || quality?.promote !== 'better')
		throw invalid(
			...(['/quality/promote', 'When a version of several is promoted', quality?.promote ?? 'not-worse'] as const),
			'better, with by contact: several versions are compared until one is shown to be better',
		);
	if (stages[0]!.percent === 100)
		throw invalid('/stages/0/percent', 'The percentage of stage 1', 100, 'at most 99: the old version needs contacts to compare with');
	checkEach(request, invalid);
	const place = others.findIndex((_, index) => facts.others?.[index]?.state !== 'approved');
	if (place >= 0) throw conflict(`${others[place]} of the prompt ${request.name} is ${facts.others?.[place]?.state ?? 'not published'}.`);
}

function checkEach({ to, others = [] }: StartRollout, invalid: Refuse): void {
	for (const [place, version] of others.entries())
		if (valid(version) === null || !gt(version, to) || others.indexOf(version) !== place)
			throw invalid(`/others/${place}`, 'A further version', version, `a version above ${to} that is named once`);
}
