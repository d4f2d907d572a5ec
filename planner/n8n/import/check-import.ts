import type { Language } from '../../../core/base/text/languages';
import { resolveJsonPointer } from '../../../core/base/resolve-json-pointer';
import { checkTree } from '../../tree/check-tree';
import type { Fault, PlanTree } from '../../tree/plan-tree';
import { readTree } from '../../tree/read-tree';
import { type Imported, importWorkflow } from './import-workflow';
import type { ImportedWorkflow } from './imported-workflow';

const maxRounds = 4;

/** A workflow as a tree that was checked. */
interface CheckedImport {
	imported: Imported;
	tree?: PlanTree;
	/** Faults that no step by hand mends. */
	faults: Fault[];
}

/** Turns a workflow into a tree. What a check refuses becomes a step by hand, with the fault as its reason. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export async function importChecked(
	workflow: ImportedWorkflow,
	language: Language,
	answered: Record<string, string>,
): Promise<CheckedImport> {
	const refused = new Map<string, string>();
	for (let round = 1; ; round++) {
		const imported = await importWorkflow(workflow, language, answered, refused);
		const { tree, faults: unread } = readTree(imported.tree);
		const faults = [...unread, ...(tree ? await checkTree(tree) : [])];
		const blamed = faults.flatMap((fault): Array<[string, string]> => {
			const node = findNode(fault.path, imported);
			return node === undefined || refused.has(node) ? [] : [[node, fault.message]];
		});
		if (blamed.length === 0 || round === maxRounds) return { imported, ...(tree && { tree }), faults };
		for (const [node, message] of blamed) if (!refused.has(node)) refused.set(node, message);
	}
}

/** Finds the node of the innermost block that a path leads to. */
function findNode(path: string, { tree, nodes }: Imported): string | undefined {
	for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
		const { id } = (resolveJsonPointer(at, tree) ?? {}) as { id?: unknown };
		const node = typeof id === 'string' ? nodes.get(id) : undefined;
		if (node !== undefined) return node;
	}
	return undefined;
}
