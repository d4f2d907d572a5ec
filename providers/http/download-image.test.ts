import { createImageDownload } from './download-image';

const { signal } = new AbortController();
const answers = (response: () => Response | Promise<Response>) => createImageDownload({ outside: async () => response() });

test('reads one byte more than the max, so that larger images are noticed', async () => {
	const bytes = await answers(() => new Response(Buffer.alloc(100)))('https://shop.example/a.png', 10, signal);
	expect(bytes).toHaveLength(11);
});

test('says which server did not give the image, and no more of the address', async () => {
	const url = 'https://shop.example/a.png?token=secret';
	const missing = answers(() => new Response('no', { status: 404 }))(url, 10, signal);
	await expect(missing).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(/shop\.example answered 404\.$/) as string,
	});
	const dead = answers(() => Promise.reject(new TypeError('fetch failed')))(url, 10, signal);
	await expect(dead).rejects.toMatchObject({ message: expect.not.stringContaining('secret') as string });
});

test('fetches nothing from private networks', async () =>
	expect(createImageDownload({})('http://127.0.0.1:9/a.png', 10, signal)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' }));
