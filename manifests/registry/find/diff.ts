import type { ManifestDocument } from '../../documents/documents';
import type { ManifestDiff } from '../registry-api';

/** Of two manifests, field by field. */
export function diffManifests(from: ManifestDocument, to: ManifestDocument): Pick<ManifestDiff, 'changes' | 'requiredBump' | 'reasons'> {
	const [before, after] = [{ ...from } as Record<string, unknown>, { ...to } as Record<string, unknown>];
	const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !['iat', 'exp', 'package'].includes(name));
	const changes = names.flatMap((name): ManifestDiff['changes'] => {
		const path = `/${name}`;
		if (!(name in before)) return [{ path, kind: 'added', to: after[name] }];
		if (!(name in after)) return [{ path, kind: 'removed', from: before[name] }];
		if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
		return [{ path, kind: 'changed', from: before[name], to: after[name] }];
	});
	return { changes, requiredBump: changes.length > 0 ? 'patch' : 'none', reasons: [] };
}
