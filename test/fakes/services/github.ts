/** GitHub's REST API, as https://docs.github.com/rest describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';
import { answerBy, type Route } from './routes';

export const githubToken = 'ghp_standIn';

export interface PullRequest {
	number: number;
	title: string;
	body: string;
	/** The files with their patches. */
	files: Array<{ filename: string; patch: string }>;
}

export interface GithubIssue {
	number: number;
	title: string;
	body: string;
	labels: string[];
	comments: string[];
}

/** Changes that were written to a repository. */
interface Written {
	reviews: object[];
	issues: GithubIssue[];
}

const problem = (status: number, message: string, more: object = {}): OutsideAnswer => ({
	status,
	body: { message, ...more, documentation_url: 'https://docs.github.com/rest' },
});
const refusals: Refusals = {
	missing: problem(401, 'Requires authentication'),
	unknown: problem(401, 'Bad credentials'),
	tooMany: { ...problem(429, 'You have exceeded a secondary rate limit.'), headers: { 'retry-after': '1' } },
	scope: () => problem(403, 'Resource not accessible by personal access token'),
};
const notFound = problem(404, 'Not Found');

/** @param repository `owner/name` */
export function githubService(
	repository: string,
	pulls: PullRequest[],
	access: Access = accessOf(githubToken, ['repo']),
): OutsideService & Written {
	const written: Written = { reviews: [], issues: [] };
	const service: OutsideService = (call: OutsideCall) => {
		const refusal = refuseCall(call, access, refusals, call.method === 'GET' ? [] : ['repo']);
		if (refusal) return refusal;
		const { pathname, searchParams } = new URL(call.path, 'https://api.github.com');
		const [, rest] = pathname.split(`/repos/${repository}`);
		if (rest === undefined) return notFound;
		if (rest.startsWith('/issues')) return answerIssues(call, rest, written.issues, pulls);
		return answerPulls(call, rest, pulls, written.reviews, Number(searchParams.get('per_page') ?? 30));
	};
	return Object.assign(service, written);
}

function answerIssues({ method, body }: OutsideCall, rest: string, issues: GithubIssue[], pulls: PullRequest[]): OutsideAnswer {
	const { title, body: text, labels = [] } = (body ?? {}) as { title?: string; body?: string; labels?: string[] };
	if (method === 'POST' && rest === '/issues') {
		if (!title) return problem(422, 'Validation Failed', { errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }] });
		// Issues and pull requests are numbered together.
		const number = Math.max(0, ...pulls.map((pull) => pull.number), ...issues.map((issue) => issue.number)) + 1;
		issues.push({ number, title, body: text ?? '', labels, comments: [] });
		return { status: 201, body: { id: 1_000 + number, number, title, state: 'open' } };
	}
	const [, number] = /^\/issues\/(\d+)\/comments$/.exec(rest) ?? [];
	const issue = issues.find((one) => one.number === Number(number));
	if (method !== 'POST' || !issue) return notFound;
	if (!text) return problem(422, 'Validation Failed', { errors: [{ resource: 'IssueComment', code: 'missing_field', field: 'body' }] });
	issue.comments.push(text);
	return { status: 201, body: { id: issue.comments.length, body: text } };
}

function answerPulls({ method, body }: OutsideCall, rest: string, pulls: PullRequest[], reviews: object[], perPage: number): OutsideAnswer {
	const withPull = (answer: (pull: PullRequest) => OutsideAnswer) => (number: string) => {
		const pull = pulls.find((one) => one.number === Number(number));
		return pull ? answer(pull) : notFound;
	};
	const toFile = (file: object) => ({ ...file, status: 'modified', additions: 1, deletions: 0 });
	const routes: Route[] = [
		[/^GET \/pulls$/, () => ({ body: pulls.slice(0, perPage).map(toPull) })],
		[/^GET \/pulls\/(\d+)$/, withPull((pull) => ({ body: toPull(pull) }))],
		[/^GET \/pulls\/(\d+)\/files$/, withPull(({ files }) => ({ body: files.map(toFile) }))],
		[/^GET \/pulls\/(\d+)\/reviews$/, withPull(() => ({ body: reviews }))],
		[/^POST \/pulls\/(\d+)\/reviews$/, withPull(() => createReview(reviews, body))],
	];
	return answerBy(routes, `${method} ${rest}`, notFound);
}

function createReview(reviews: object[], body: unknown): OutsideAnswer {
	const { event = '', body: text } = body as { event?: string; body?: string };
	const state = event.toUpperCase();
	if (!['APPROVE', 'REQUEST_CHANGES', 'COMMENT'].includes(state)) return problem(422, 'Unprocessable Entity');
	if (state !== 'APPROVE' && !text) return problem(422, 'Validation Failed');
	const review = { id: reviews.length + 1, user: { login: 'troupe' }, body: text, state };
	reviews.push(review);
	return { body: review };
}

const toPull = ({ number, title, body }: PullRequest) => ({
	...{ number, title, body },
	state: 'open',
	user: { login: 'ana' },
	head: { sha: 'abc' },
});
