import { TroupeError } from '../../../../core/base/errors';
import { findNearName } from '../../../../core/base/text/near-name';
import { type NodeDescription, newestVersion } from '../node-description';
import { collectFields } from '../collect-fields';
import { isLocator } from '../value-conditions';

/** @throws TroupeError INPUT_INVALID for another form, or a parameter that the node does not have */
export function readValues(texts: readonly string[], node: NodeDescription): Record<string, unknown> {
	const { fields } = collectFields(node, newestVersion(node));
	const own = fields.filter(({ collection }) => !collection);
	return Object.fromEntries(
		texts.map((text) => {
			const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
			if (name === undefined || value === undefined)
				throw invalid(`--set ${text} is not NAME=VALUE.`, 'Write the name of a parameter and its value: project=10000.');
			const field = own.find(({ path }) => path === name);
			if (!field) throw unknownParameter(name, node, [...new Set(own.map(({ path }) => path))]);
			return [
				name,
				isLocator(field.parameter.type)
					? { __rl: true, mode: nameMode(field.parameter.modes), value }
					: toValue(value, field.parameter.type),
			];
		}),
	);
}

/** A person types the value itself, not the choice of a list. */
function nameMode(modes: ReadonlyArray<{ name: string }> = []): string {
	const names = modes.map(({ name }) => name).filter((name) => name !== 'list');
	return names.includes('id') ? 'id' : (names[0] ?? 'list');
}

function toValue(text: string, type: string): unknown {
	if (type === 'boolean') return text === 'true';
	return type === 'number' ? Number(text) : text;
}

function unknownParameter(name: string, node: NodeDescription, known: string[]): TroupeError {
	const near = findNearName(name, known);
	return invalid(
		`--set ${name}: the node "${node.name}" has no parameter of this name outside of collections.`,
		near === undefined ? `Use one of: ${known.join(', ')}.` : `Did you mean "${near}"?`,
	);
}

const invalid = (message: string, fix: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message, fix });
