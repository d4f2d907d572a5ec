import { TroupeError } from '../base/errors';

const maxLabels = 10;

interface DeskSettings {
	labels: readonly string[];
	escalationLabel?: string | undefined;
	ids: Readonly<Record<string, string | undefined>>;
}

/** @throws TroupeError INPUT_INVALID for values that a desk cannot have */
export function checkDeskSettings({ labels, escalationLabel, ids }: DeskSettings): void {
	for (const [name, id] of Object.entries(ids)) {
		if (id !== undefined && !/^\d{1,15}$/.test(id))
			throw invalid(
				`${name} is ${JSON.stringify(id.slice(0, 60))}: expected a number.`,
				'Use the number from the address of its page in Chatwoot.',
			);
	}
	if (labels.length > maxLabels) throw invalid(`There are ${labels.length} labels, at most ${maxLabels} are allowed.`, 'Leave some out.');
	const wrong = [...labels, escalationLabel ?? 'none'].find((label) => !/^[\p{L}\p{N}_-]{1,50}$/u.test(label));
	if (wrong === undefined) return;
	throw invalid(
		`${JSON.stringify(wrong.slice(0, 60))} is not a label: expected letters, digits, hyphens and underscores, at most 50.`,
		'Write it as Chatwoot shows it, such as hot-lead.',
	);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
