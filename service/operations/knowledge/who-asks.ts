import { TroupeError } from '../../../core/base/errors';
import { findCollection } from '../../../core/knowledge/find-collection';
import type { Collection } from '../../../core/ports/knowledge/knowledge-store';
import { type Asker, checkAsker, mayRead } from '../../../core/ports/knowledge/readers';
import type { StoredDocument } from '../../../core/ports/knowledge/stored-documents';
import { checkReader, type Writer } from '../../../core/ports/knowledge/writers';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { allows, scopeOfCollection } from '../../access/scopes';
import type { OperationContext } from '../operation';

export type KnowledgePlace = KnowledgeHost & { grant?: Grant };

export function whoAsks({ grant }: KnowledgePlace, as?: string[]): Asker {
	const names = as && checkAsker(as, 'The field "as"');
	if (grant === undefined) return names ?? 'operator';
	const own = grant.asker ?? [];
	const foreign = names?.find((name) => !own.includes(name));
	if (foreign === undefined) return names ?? own;
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The caller cannot ask as ${JSON.stringify(foreign.slice(0, 100))}: it has other names.`,
		fix: `Leave the name out, or ask as one of: ${own.slice(0, 20).join(', ') || 'nobody'}.`,
	});
}

/** Readers know a key by its name in processes that it starts. */
export function whoWrites({ host, by }: OperationContext<KnowledgePlace>): Writer {
	const asker = whoAsks(host);
	if (asker === 'operator') return { name: by, door: 'command', asker };
	return { name: asker.find((name) => name.startsWith('person:')) ?? by, door: 'api', asker };
}

/** A key for some collections reveals no other. @throws TroupeError KNOWLEDGE_NOT_FOUND */
export async function findNamed(host: KnowledgePlace, name: string): Promise<Collection> {
	const { grant } = host;
	const reaches = (other: string) =>
		!grant || (['knowledge:read', 'knowledge:manage'] as const).some((scope) => allows(grant.scopes, scopeOfCollection(scope, other)));
	return findCollection((await openKnowledge(host)).store, name, whoAsks(host), reaches);
}

/** @throws TroupeError KNOWLEDGE_NOT_FOUND, ACCESS_DENIED */
export async function openReadable(host: KnowledgePlace, name: string): Promise<Collection> {
	const collection = await findNamed(host, name);
	checkReader(name, await collection.access(), whoAsks(host));
	return collection;
}

export const mayReadLabelled = (host: KnowledgePlace, { readers }: { readers?: unknown }): boolean =>
	mayRead(readers === undefined ? undefined : [readers].flat().map(String), whoAsks(host));

/** A document that failed before it was read has no readers yet: those who add documents see it. */
export function maySee(host: KnowledgePlace, collection: string, { metadata, state, chunks }: StoredDocument): boolean {
	if (host.grant !== undefined && state === 'failed' && chunks === 0)
		return allows(host.grant.scopes, scopeOfCollection('knowledge:manage', collection));
	return mayReadLabelled(host, metadata);
}
