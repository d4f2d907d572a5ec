import { createHash } from 'node:crypto';
import { systemClock } from '../../../core/ports/host';
import type { TaskDocumentPlace, TaskDocumentStore } from '../../state/task-documents/task-document-store';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<TaskDocumentStore>();

export interface KeptTaskDocuments {
	/** @returns false at the caller's max, or if the document exists and `onlyNew` is set */
	put(task: string, id: string, document: object, onlyNew?: boolean): Promise<boolean>;
	list<Document>(task: string): Promise<Array<{ id: string; document: Document }>>;
	remove(task: string, id?: string): Promise<void>;
}

interface TaskDocumentRules {
	kind: TaskDocumentPlace['kind'];
	/** Milliseconds. */
	ttlMs: number;
	perTask: number;
	perOwner: number;
}

export async function openTaskDocuments(host: VaultHost, owner: string, rules: TaskDocumentRules): Promise<KeptTaskDocuments | undefined> {
	const { stateFolder, tenant = 'default', clock = systemClock } = host;
	const file = findStatePlace(host);
	if (file === undefined || stateFolder === undefined) return undefined;
	const store = await opened.get(JSON.stringify([file]), async () => {
		const { openTaskDocumentStore } = await import('../../state/task-documents/task-document-store');
		return openTaskDocumentStore(file, { clock });
	});
	const keys = await openVaultKeys(host, stateFolder);
	const { kind, ttlMs, perTask, perOwner } = rules;
	const at = (task: string): TaskDocumentPlace => ({ tenant, kind, owner: createHash('sha256').update(owner).digest('base64url'), task });
	const bind = (task: string, id: string) => JSON.stringify(['task document', tenant, kind, owner, task, id]);
	return {
		async put(task, id, document, onlyNew) {
			const sealed = await keys.wrap(Buffer.from(JSON.stringify(document)), bind(task, id));
			return store.put(at(task), { id, expiresAt: clock.now() + ttlMs, sealed }, { perTask, perOwner, onlyNew });
		},
		async list<Document>(task: string) {
			const kept = await store.list(at(task));
			return Promise.all(
				kept.map(async ({ id, sealed }) => ({
					id,
					document: JSON.parse(Buffer.from(await keys.unwrap(sealed, bind(task, id))).toString()) as Document,
				})),
			);
		},
		remove: (task, id) => store.remove(at(task), id),
	};
}
