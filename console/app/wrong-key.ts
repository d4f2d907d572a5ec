import { Problem, toProblem } from '../api/problem';
import { defineWords } from '../words/words';

export function sayRefusal(fault: unknown): Problem {
	const problem = toProblem(fault);
	if (problem.status !== 401) return problem;
	return new Problem(problem.status, problem.code, words('wrong'), words('wrongHelp'), problem.requestId, problem.details);
}

const words = defineWords(
	{
		wrong: 'This key does not sign you in.',
		wrongHelp:
			'Copy it again, whole: it begins with trp_. It may also have expired, or been revoked: then ask an administrator for a new one.',
	},
	{
		wrong: 'Esta chave não permite entrar.',
		wrongHelp:
			'Copie a chave de novo, inteira: ela começa com trp_. Ela também pode ter vencido ou sido revogada: nesse caso, peça outra a um administrador.',
	},
);
