import { TroupeError } from '../../core/base/errors';
import { splitNames } from '../shared/split-names';

/** @throws TroupeError INPUT_INVALID for what is neither: no label at all means all documents */
export function readLabels(labels: unknown): unknown[] {
	if (labels === undefined || labels === null) return [];
	if (Array.isArray(labels)) return labels.map((label: unknown) => (typeof label === 'number' ? String(label) : label));
	if (typeof labels === 'number') return [String(labels)];
	if (typeof labels === 'string') return splitNames(labels);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The labels are of type ${typeof labels}; expected text separated by commas, or a list.`,
		fix: 'Correct the expression.',
	});
}
