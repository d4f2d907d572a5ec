import { selectors, type Page } from 'playwright-core';
import { openPage } from '../../../shared/chromium';
import { Canvas } from './canvas';
import { Chat } from './chat';
import { Hand } from './hand';
import { Panel } from './panel';
import { Picker } from './picker';

/** A person who uses n8n's editor. */
export interface User {
	page: Page;
	hand: Hand;
	picker: Picker;
	canvas: Canvas;
	panel: Panel;
	chat: Chat;
	leave(): Promise<void>;
}

export interface SignIn {
	url: string;
	email: string;
	password: string;
}

/** Opens the browser and signs in. */
export async function startUser({ url, email, password }: SignIn, executablePath: string): Promise<User> {
	selectors.setTestIdAttribute('data-test-id');
	const { page, close } = await openPage(executablePath);
	await page.request.post(`${url}/rest/login`, { data: { emailOrLdapLoginId: email, password } });
	return { ...userAt(page, url), leave: close };
}

/** Their eyes and hands on a page that is signed in. */
export function userAt(page: Page, url: string): Omit<User, 'leave'> {
	const hand = new Hand(page);
	const picker = new Picker(page, hand);
	return {
		page,
		hand,
		picker,
		canvas: new Canvas(page, hand, picker, url),
		panel: new Panel(page, hand),
		chat: new Chat(page, hand),
	};
}
