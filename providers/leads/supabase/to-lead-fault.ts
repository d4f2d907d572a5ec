import { TroupeError } from '../../../core/base/errors';
import type { HttpAnswer } from '../../http/http-exchange';

/** Details and hints repeat values, so they are not read. */
interface Refusal {
	status: number;
	/** PostgREST (`PGRST204`) or PostgreSQL (`23514`). */
	code: string | undefined;
	constraint: string | undefined;
}

/** https://docs.postgrest.org/en/v14/references/errors.html */
export function toLeadFault(answer: HttpAnswer, retryAfterMs?: number): TroupeError {
	const refusal = readRefusal(answer);
	const { status, code } = refusal;
	const details = { status, ...(code !== undefined && { code }) };
	if (status === 429 || status === 408 || status >= 500)
		return new TroupeError({
			code: 'LEADS_UNREACHABLE',
			message: `Supabase answered ${describe(refusal)}.`,
			fix: 'Try again later.',
			retryable: true,
			details,
			...(retryAfterMs !== undefined && { retryAfterMs }),
		});
	if (code !== undefined && isInvalidValue(code, refusal.constraint))
		return new TroupeError({
			code: 'INPUT_INVALID',
			message: `Supabase refused a value: ${describe(refusal)}.`,
			fix: 'Correct the value that the constraint names.',
			details: { ...details, ...(refusal.constraint !== undefined && { constraint: refusal.constraint }) },
		});
	return new TroupeError({ code: 'LEADS_REFUSED', message: `Supabase answered ${describe(refusal)}.`, fix: fixFor(refusal), details });
}

function readRefusal({ status, body }: HttpAnswer): Refusal {
	const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; message?: unknown };
	const constraint = typeof message === 'string' ? / constraint "(\w{1,63})"/.exec(message)?.[1] : undefined;
	return { status, code: typeof code === 'string' && /^\w{5,8}$/.test(code) ? code : undefined, constraint };
}

/** Class 22: invalid value, 23: broken constraint. A missing team is a wrong setting. */
const isInvalidValue = (code: string, constraint = ''): boolean => /^2[23]/.test(code) && !constraint.endsWith('_equipe_fkey');

const describe = ({ status, code, constraint }: Refusal): string =>
	[
		String(status),
		...(code === undefined ? [] : [`(${code})`]),
		...(constraint === undefined ? [] : [`by the constraint ${constraint}`]),
	].join(' ');

function fixFor({ status, code, constraint = '' }: Refusal): string {
	if (constraint.endsWith('_equipe_fkey')) return 'Set "team" to the id of a row in the table equipes.';
	if (code === '42501' || (status === 403 && code !== undefined))
		return 'Use the secret key of the project: other keys cannot write leads.';
	if (status === 401 || status === 403) return 'Check the key of the project and the secret that holds it.';
	if (code !== undefined && /^(?:PGRST20[0-5]|42P01|42703|42P10)$/.test(code))
		return 'Apply the migrations of examples/sdr/supabase to the project.';
	return 'Check the address of the project and its migrations.';
}
