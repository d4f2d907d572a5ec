import { TroupeError } from '../../../core/base/errors';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import { eraseGeneration, findGeneration, makeGeneration, touch } from '../generations/generations';
import { HeldGeneration } from '../generations/held-generation';
import { checkDimensions, readStamp, stampDiffers, writeStamp } from '../generations/stamps';
import { swapGenerations } from './swap-generations';

export async function openShadow(held: HeldGeneration, stamp: CollectionStamp): Promise<HeldGeneration> {
	const { catalogue, name } = held;
	checkDimensions(name, stamp, catalogue.vectors.maxDimensions);
	return catalogue.change(async (connection) => {
		const row = await held.row(connection);
		if (row.role === 'shadow') throw conflict(name, 'a shadow cannot have a shadow');
		const existing = await findGeneration(connection, name, 'shadow');
		if (existing && existing.stamp !== writeStamp(stamp)) throw stampDiffers(`${name} (its shadow)`, stamp, readStamp(existing.stamp));
		const shadow = existing ?? (await makeGeneration(connection, { name, role: 'shadow', stamp, vectors: catalogue.vectors.place }));
		if (!existing) await touch(connection, row);
		return new HeldGeneration(catalogue, name, stamp, shadow.generation);
	});
}

export async function swapShadow(held: HeldGeneration): Promise<CollectionStamp> {
	const { catalogue, name } = held;
	const stamp = await catalogue.change(async (connection) => {
		const serving = await held.row(connection);
		const shadow = await findGeneration(connection, name, 'shadow');
		if (serving.role === 'shadow' || !shadow) throw conflict(name, 'it has no shadow to replace it');
		await swapGenerations(catalogue, connection, serving, shadow);
		catalogue.forget(serving);
		return readStamp(shadow.stamp);
	});
	await catalogue.database.forget();
	await catalogue.settle();
	return stamp;
}

export async function abandonShadow(held: HeldGeneration): Promise<void> {
	const { catalogue, name } = held;
	const erased = await catalogue.change(async (connection) => {
		const row = await held.row(connection);
		const shadow = await findGeneration(connection, name, 'shadow');
		if (!shadow) return false;
		await eraseGeneration(connection, shadow);
		if (row.role === 'serving') await touch(connection, row);
		catalogue.forget(shadow);
		return true;
	});
	if (erased) await catalogue.database.forget();
	await catalogue.vectors.settle(catalogue);
}

function conflict(name: string, what: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The collection "${name}" does not support this operation: ${what}.`,
		fix: 'Start a re-embedding, which creates and fills a shadow.',
		details: { collection: name },
	});
}
