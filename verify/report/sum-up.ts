import type { Language } from '../../core/base/text/languages';
import type { VerifyReport } from './verify-report';

/** Returns the sentence that sums a report or a risk up, without its full stop. What was not tried, and that only a part was played, belongs into it. */
export function sumUp({ counts, only }: Pick<VerifyReport, 'counts' | 'only'>, language: Language): string {
	const { held, tried, open, notTried, failed } = counts;
	const part = only?.join(', ');
	const all = tried + notTried;
	const says =
		language === 'en'
			? [
					`${held} of ${all} attacks${part === undefined ? '' : ` of ${part}`} were stopped`,
					...(open > 0 ? [`${open} succeeded`] : []),
					...(notTried > 0 ? [`${notTried} not tried${failed > 0 ? ` (${failed} failed)` : ''}`] : []),
				]
			: [
					`${held} de ${all} ataques${part === undefined ? '' : ` de ${part}`} foram barrados`,
					...(open > 0 ? [`${open} deram certo`] : []),
					...(notTried > 0 ? [`${notTried} não foram tentados${failed > 0 ? ` (${failed} falharam)` : ''}`] : []),
				];
	return says.join(', ');
}
