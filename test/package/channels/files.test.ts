/** Customers send photos and documents: what the agent's model gets, and what they hear of what nobody can read. */
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { drawPdf, lines } from '../../support/documents/draw-pdf';
import { tinyImages } from '../../support/tiny-images';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

let service: ChannelService;
beforeAll(async () => {
	service = await ChannelService.start(['--agent', 'shop'], { environment: { TROUPE_STANDARD_WITHOUT: 'files' } });
}, 120_000);
afterAll(() => service?.close());

const seen = { seen: () => service.log };
const words = 'How long do I have to return a grinder?';
/** What the agent's model was asked, with these words. */
const asked = (said: string) => service.model.calls.map(({ body }) => JSON.stringify(body)).filter((body) => body.includes(said));
const answered = async (phone: string) => waitUntil('the answer', () => service.repliesTo(phone).length > 0, seen);

function file(path: string, bytes?: Uint8Array): string {
	if (bytes) service.whatsApp.files.set(path, bytes);
	return service.whatsApp.url + path;
}

it('a photo reaches the model with the words that follow it (zeroclaw-labs/zeroclaw#10975, nextlevelbuilder/goclaw#509)', async () => {
	const phone = '5544955550001';
	await service.post(zApiWebhooks.image(file('/media/1', Buffer.from(tinyImages.png, 'base64')), { phone }));
	await service.post(zApiWebhooks.text(`${words} 1`, { phone }));
	await answered(phone);
	expect(asked(`[image] my yard\\n${words} 1`)[0]).toContain(`data:image/png;base64,${tinyImages.png.slice(0, 40)}`);
});

it('the text of a PDF reaches the model, in its markup', async () => {
	const phone = '5544955550002';
	const pdf = await drawPdf([lines(['The grinder of order A-1002 is blue.'], [50, 60])]);
	await service.post(zApiWebhooks.document(file('/media/2', pdf), { phone }));
	await service.post(zApiWebhooks.text(`${words} 2`, { phone }));
	await answered(phone);
	expect(asked(`${words} 2`)[0]).toContain(
		`[document quote.pdf]\\n${words} 2\\n<file name=\\"quote.pdf\\">\\nThe grinder of order A-1002 is blue.\\n</file>`,
	);
});

it('a file that is gone is said to be, and the question is answered', async () => {
	const phone = '5544955550003';
	await service.post(zApiWebhooks.image(file('/media/3'), { phone }));
	await service.post(zApiWebhooks.document(file('/media/4', Buffer.from('%PDF-1.7\n')), { phone }));
	await service.post(zApiWebhooks.text(`${words} 3`, { phone }));
	await answered(phone);
	const [body] = asked(`${words} 3`);
	expect(body).toContain('[image, whose content you do not know: its file is not available any more');
	expect(body).toContain('[document quote.pdf, whose content you do not know: its file is damaged');
});
