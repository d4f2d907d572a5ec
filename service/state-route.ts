import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import type { Guard } from './access/ask-for-scope';
import { plain } from '../manifests/registry/http/routes/registry-route';

interface StateParts {
	engine: EmbeddedEngine;
	folder: string;
	guard: Guard;
}

/** POST /state/engine: a copy of engine.db, which no other process can read while the engine runs. */
export function stateRoute(service: FastifyInstance, { engine, folder, guard }: StateParts): void {
	// A killed service left its copy.
	for (const name of readdirSync(folder)) if (/^engine\.[\w-]+\.copy$/.test(name)) rmSync(join(folder, name));
	service.post(
		'/state/engine',
		{
			onRequest: guard,
			schema: {
				summary: 'A copy of the state of the engine, as a SQLite database',
				'x-answers': { 200: plain('The database', 'application/vnd.sqlite3') },
			},
		},
		async (_request, reply) => {
			const file = join(folder, `engine.${randomUUID()}.copy`);
			try {
				await engine.backup(file);
				const copy = await open(file);
				const { size } = await copy.stat();
				return await reply.type('application/vnd.sqlite3').header('content-length', size).send(copy.createReadStream());
			} finally {
				// The open stream reads on: nothing remains if the process ends meanwhile.
				await rm(file, { force: true });
			}
		},
	);
}
