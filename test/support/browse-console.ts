/** A browser without a page: it keeps cookies of one host, and follows nothing by itself. @param protocol over `https`, by a proxy that the service trusts */
export function browseConsole({ url }: { url: string }, { protocol = 'http' } = {}) {
	const cookies = new Map<string, string>();
	const get = async (path: string, { at = url, ...init }: RequestInit & { at?: string } = {}) => {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const forwarded = protocol === 'https' && { 'x-forwarded-proto': protocol };
		const headers = { ...forwarded, ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
		const address = path.startsWith('http') ? path.replace(url.replace('http', protocol), url) : `${at}${path}`;
		const answer = await fetch(address, { redirect: 'manual', ...init, headers });
		for (const line of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line)!;
			if (value === '') cookies.delete(name);
			else cookies.set(name, value);
		}
		return answer;
	};
	const follow = async (path: string) => (await get(path)).headers.get('location') ?? '';
	const begin = async (to = '') => fetch(await follow(`/console/login${to}`), { redirect: 'manual' });
	const back = (answer: Response) => answer.headers.get('location') ?? '';
	return {
		...{ cookies, get, follow },
		/** Goes to the issuer and comes back, to where the callback leads. */
		signIn: async (to?: string) => follow(back(await begin(to))),
		/** Returns the address at which the issuer sends the browser back. */
		begin: async (to?: string) => back(await begin(to)),
		session: async (at?: string) => {
			const answer = await get('/console/session', { at });
			if (answer.status !== 200) return answer.status;
			return ((await answer.json()) as { session: Record<string, unknown> | null }).session;
		},
	};
}
