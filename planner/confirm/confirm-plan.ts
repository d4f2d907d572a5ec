import { TroupeError } from '../../core/base/errors';
import { hashFiles } from '../hash-files';
import type { Plan } from '../plan';
import type { Confirmation } from '../plans';
import type { PlanStatement } from './plan-statement';

/** Signs and verifies what people confirm. */
export interface StatementKeys {
	/** Signs for the person, with the key of this installation. */
	sign(facts: Omit<PlanStatement, 'ver'>): Promise<string>;
	/** Verifies what this installation's key, or an author's or approver's, signed. @throws TroupeError TOKEN_INVALID */
	verify(statement: string): Promise<PlanStatement>;
}

/** @throws TroupeError STATE_CONFLICT, TOKEN_INVALID */
export async function confirmPlan(plan: Plan, confirmation: Confirmation, at: string, keys: StatementKeys): Promise<Plan['confirmed']> {
	const { id, version, files = [], tree } = plan;
	const { hash, engine, by, statement } = confirmation;
	requireConfirmable(plan, confirmation);
	const facts = { plan: id, version, hash, engine, by, at };
	if (statement === undefined) return { version, hash, by, at, engine, statement: await keys.sign(facts), files, tree };
	const said = await keys.verify(statement);
	const isSame = said.plan === id && said.version === version && said.hash === hash && said.engine === engine;
	if (!isSame)
		throw conflict(plan, 'the statement is about another plan, version, hash or engine', `Sign a statement for the hash ${hash}.`);
	return { version, hash, by: said.by, at: said.at, engine, statement, files, tree };
}

const proves = (id: string): string => `\`troupe plan prove ${id}\`, or POST /api/v1/plans/${id}/prove`;

function requireConfirmable(plan: Plan, { hash, acceptsUnsupported }: Confirmation): void {
	const { id, files = [], faults = [], proof, explanation } = plan;
	if (plan.state === 'asking' || files.length === 0)
		throw conflict(plan, 'nothing was drawn yet', `Answer what it asks: \`troupe plan show ${id}\`.`);
	if (faults.length > 0)
		throw conflict(plan, `${faults.length} of its problems are left`, `Mend them, then prove the plan: \`troupe plan show ${id}\`.`);
	if (!proof?.passed) throw conflict(plan, 'it was not proved', `Prove it first: ${proves(id)}.`);
	if (hashFiles(files) !== plan.hash) throw conflict(plan, 'its files are not those that were proved', `Prove it again: ${proves(id)}.`);
	if (hash !== plan.hash)
		throw conflict(
			plan,
			`its hash is ${plan.hash}, and ${hash.slice(0, 80)} was confirmed`,
			'Look at the plan as it is now, and confirm its hash.',
		);
	const [missing, ...others] = explanation?.missing ?? [];
	if (missing !== undefined)
		throw conflict(
			plan,
			`${others.length + 1} of its steps cannot run yet. ${missing.replace(/\.$/, '')}`,
			`Store it and prove the plan again: ${proves(id)}. Or name another: \`troupe plan change ${id} '"STEP" uses the credential NAME'\`.`,
		);
	const unsupported = explanation?.unsupported ?? [];
	if (unsupported.length > 0 && acceptsUnsupported !== true)
		throw conflict(
			plan,
			`nobody can do ${unsupported.slice(0, 5).join(', ')} yet`,
			'Say yes to people doing these steps by hand: --accept-unsupported, over HTTP "acceptsUnsupported": true. Or change the plan.',
		);
}

/** The state of the plan forbids it. */
export const conflict = ({ id }: Pick<Plan, 'id'>, why: string, fix: string): TroupeError =>
	new TroupeError({ code: 'STATE_CONFLICT', message: `The plan ${id} cannot be used so: ${why}.`, fix, details: { plan: id } });
