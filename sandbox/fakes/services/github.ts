/** GitHub's REST API, as https://docs.github.com/rest describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';

export const githubToken = 'ghp_standIn';

export interface PullRequest {
	number: number;
	title: string;
	body: string;
	/** The files with their patches. */
	files: Array<{ filename: string; patch: string }>;
}

const problem = (status: number, message: string): OutsideAnswer => ({
	status,
	body: { message, documentation_url: 'https://docs.github.com/rest' },
});

/** @param repository `owner/name` */
export function githubService(repository: string, pulls: PullRequest[]): OutsideService & { reviews: object[] } {
	const reviews: object[] = [];
	const toPull = ({ number, title, body }: PullRequest) => ({
		number,
		title,
		body,
		state: 'open',
		user: { login: 'ana' },
		head: { sha: 'abc' },
	});
	const service: OutsideService = ({ method, path, headers, body }: OutsideCall) => {
		if (!/^(token|Bearer) ghp_standIn$/i.test(headers.authorization ?? '')) return problem(401, 'Bad credentials');
		const { pathname } = new URL(path, 'https://api.github.com');
		const [, rest] = pathname.split(`/repos/${repository}`);
		if (rest === undefined) return problem(404, 'Not Found');
		if (method === 'GET' && rest === '/pulls') return { body: pulls.map(toPull) };
		const [, number, part] = /^\/pulls\/(\d+)(?:\/(files|reviews))?$/.exec(rest) ?? [];
		const pull = pulls.find((one) => one.number === Number(number));
		if (!pull) return problem(404, 'Not Found');
		if (method === 'GET' && part === undefined) return { body: toPull(pull) };
		if (method === 'GET' && part === 'files')
			return { body: pull.files.map((file) => ({ ...file, status: 'modified', additions: 1, deletions: 0 })) };
		if (method === 'GET') return { body: reviews };
		if (method !== 'POST' || part !== 'reviews') return problem(404, 'Not Found');
		const { event, body: text } = body as { event?: string; body?: string };
		if (!['APPROVE', 'REQUEST_CHANGES', 'COMMENT'].includes((event ?? '').toUpperCase())) return problem(422, 'Unprocessable Entity');
		if (event?.toUpperCase() !== 'APPROVE' && !text) return problem(422, 'Validation Failed');
		const review = { id: reviews.length + 1, user: { login: 'troupe' }, body: text, state: event?.toUpperCase() };
		reviews.push(review);
		return { body: review };
	};
	return Object.assign(service, { reviews });
}
