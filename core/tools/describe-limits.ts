import type { RuleLimits } from './definition/rules';

export function describeLimits({ calls, sum = {}, beyond = 'ask' }: RuleLimits): string {
	const most = [
		...(calls === undefined ? [] : [`${calls} ${calls === 1 ? 'call' : 'calls'}`]),
		...Object.entries(sum).map(([argument, max]) => `${max} in ${argument} together`),
	];
	return `at most ${most.join(' and ')} in a run; beyond that ${beyond === 'ask' ? 'a person is asked' : 'it is refused'}`;
}
