import type { OtherLanguage } from './other-language';

export const languagesOfAsia: readonly OtherLanguage[] = [
	// Arabic
	{
		drop: 'تجاهل|اهمل|انس|تجاوز|لا تتبع|لا تلتزم',
		rules: 'تعليمات|اوامر|قواعد|توجيهات|ارشادات',
		which: 'سابق|اعلاه|الاولى|التي اعطيت|جميع|كل|كافة|الخاصة بك|تعليماتك|قواعدك|اوامرك',
		show: 'اعرض|اظهر|اكشف|اطبع|اخبرني|كرر|شارك',
		prompt: 'موجه النظام|مطالبة النظام|تعليمات النظام|رسالة النظام|التعليمات السرية|موجهات النظام|system prompt',
		harmless: 'تعليماتي|اوامري|مثال|لا تتجاهل|لا تنس|لا تهمل',
		joined: true,
	},
	// Hebrew
	{
		drop: 'התעלם|התעלמי|התעלמו|שכח|תשכח|תתעלם|אל תציית',
		rules: 'הוראות|כללים|הנחיות|פקודות',
		which: 'קודמות|קודמים|לעיל|למעלה|כל|שלך',
		show: 'הצג|הראה|תראה|חשוף|גלה|הדפס',
		prompt: 'הנחיית המערכת|הנחיות המערכת|הודעת המערכת|פרומפט המערכת|system prompt',
		harmless: 'שלי|דוגמ|אל תשכח|אל תתעלם|לא לשכוח',
		joined: true,
	},
	// Persian
	{
		drop: 'نادیده بگیر*|فراموش کن*|توجه نکن*|نادیده گرفته',
		rules: 'دستور*|قوانین|قواعد|دستورالعمل*|راهنمایی*',
		which: 'قبلی|پیشین|بالا|همه|تمام|تمامی|خود|خودت',
		show: 'نشان بده*|نمایش بده*|فاش کن*|بگو*|آشکار کن*|تکرار کن*',
		prompt: 'پرامپت سیستم*|دستورات سیستم*|پیام سیستم*|system prompt',
		harmless: 'من|مثال*|فراموش نکن*|نادیده نگیر*',
	},
	// Hindi
	{
		drop: 'अनदेखा|अनदेखी|नजरअंदाज|नज़रअंदाज़|भूल जा*|भूलो|उपेक्षा',
		rules: 'निर्देश*|नियम*|आदेश*|हिदायत*',
		which: 'पिछले|पिछली|पहले|पूर्व|ऊपर|सभी|सारे|अपने|तुम्हारे|आपके',
		show: 'दिखा*|बता*|प्रकट|उजागर|दोहरा*',
		prompt: 'सिस्टम प्रॉम्प्ट*|सिस्टम प्रोम्प्ट*|सिस्टम प्राम्प्ट*|सिस्टम निर्देश*|system prompt',
		harmless: 'मेरे|मेरी|मेरा|उदाहरण*|न भूल*|मत भूल*|अनदेखा न|नजरअंदाज न',
	},
	// Bengali
	{
		drop: 'উপেক্ষা|ভুলে যা*|অগ্রাহ্য',
		rules: 'নির্দেশ*|নিয়ম*|আদেশ*',
		which: 'আগের|পূর্ববর্তী|পূর্বের|উপরের|সব|সমস্ত|সকল|তোমার|আপনার',
		show: 'দেখা*|প্রকাশ|বল*',
		prompt: 'সিস্টেম প্রম্পট*|সিস্টেম নির্দেশ*|system prompt',
		harmless: 'আমার|উদাহরণ*|ভুলবেন না|ভুলে যাবেন না',
	},
	// Chinese
	{
		drop: '忽略|无视|無視|忘记|忘記|忘掉|不要理会|不要理會|不要遵守|抛开|拋開|抛弃|绕过|繞過|不再遵守',
		rules: '指令|指示|规则|規則|提示词|提示詞|命令|设定|設定',
		which: '之前|以前|先前|上面|以上|上述|前面|此前|原有|原先|早前|所有|全部|一切|任何|你的|您的',
		show: '显示|顯示|输出|輸出|告诉|告訴|透露|泄露|洩露|展示|打印|列出|说出|說出|公开|公開|给我看|重复|重複',
		prompt: '系统提示|系統提示|系统指令|系統指令|系统设定|系統設定|你的提示词|你的提示詞|system prompt',
		harmless: '我的|我之前|我以前|我上面|我刚才|示例|例子|不要忘记|不要忘記|别忘|別忘|勿忽略|不要忽略|不可忽略|不能忽略|不得忽略',
		joined: true,
	},
	// Japanese
	{
		drop: '無視|忘れ|従わない|従うな|破棄',
		rules: '指示|命令|ルール|規則|プロンプト|指令|ガイドライン',
		which: '以前|これまで|今まで|前の|上記|先ほど|以上|従来|直前|過去|すべて|全て|全部|あらゆる|あなたの|君の|お前の',
		show: '表示|見せ|教え|出力|公開|開示|明かし|書き出|繰り返|返し',
		prompt: 'システムプロンプト|システム指示|システムメッセージ|内部指示|初期指示|system prompt',
		harmless: '私の|僕の|例を|の例|忘れずに|忘れない|無視しない|お忘れ',
		joined: true,
	},
	// Korean
	{
		drop: '무시|잊어|잊으|잊고|따르지',
		rules: '지시|명령|규칙|지침|프롬프트',
		which: '이전|앞선|앞의|위의|지금까지|기존|모든|모두|전부|너의|당신의',
		show: '보여|출력|공개|알려|말해|표시|드러내|반복',
		prompt: '시스템 프롬프트|시스템프롬프트|시스템 지시|시스템 메시지|시스템 명령|system prompt',
		harmless: '제가|저의|나의|예시|예를|무시하지|잊지',
		joined: true,
	},
	// Indonesian, Malay
	{
		drop: 'abaikan|lupakan|jangan ikuti|hiraukan',
		rules: 'instruksi|perintah|aturan|arahan|peraturan|pedoman',
		which: 'sebelumnya|di atas|terdahulu|sebelum ini|semua|seluruh|segala|kamu|anda',
		show: 'tampilkan|tunjukkan|ungkapkan|beritahu|bocorkan|cetak|dedahkan|paparkan|ulangi',
		prompt: 'prompt sistem*|perintah sistem*|instruksi sistem*|arahan sistem*|system prompt*',
		harmless: 'saya|contoh*|jangan lupa*|jangan abaikan|jangan hiraukan',
	},
	// Vietnamese
	{
		drop: 'bo qua|phot lo|quen|khong tuan theo|lam ngo',
		rules: 'huong dan|chi dan|chi thi|lenh|quy tac|quy dinh',
		which: 'truoc do|truoc|o tren|ben tren|tren day|tat ca|moi|toan bo|cua ban',
		show: 'hien thi|tiet lo|cho toi xem|cho toi biet|in ra|dua ra|lap lai',
		prompt: 'loi nhac he thong|prompt he thong|chi dan he thong|cau lenh he thong|lenh he thong|system prompt',
		harmless: 'cua toi|vi du|dung quen|khong quen|dung bo qua',
	},
	// Thai
	{
		drop: 'เพิกเฉย|ละเว้น|ไม่ต้องสนใจ|ลืม|มองข้าม|อย่าทำตาม|ละเลย',
		rules: 'คำสั่ง|คำแนะนำ|กฎ|ข้อกำหนด',
		which: 'ก่อนหน้า|ด้านบน|ข้างต้น|ที่ผ่านมา|ทั้งหมด|ทุก|ของคุณ',
		show: 'แสดง|เปิดเผย|บอก|พิมพ์|ทวน',
		prompt: 'พรอมต์ระบบ|พรอมป์ระบบ|พรอมพ์ระบบ|คำสั่งระบบ|system prompt',
		harmless: 'ของฉัน|ของผม|ตัวอย่าง|อย่าลืม|อย่ามองข้าม|อย่าละเลย',
		joined: true,
	},
	// Filipino
	{
		drop: 'balewalain|kalimutan|huwag pansinin|huwag sundin',
		rules: 'tagubilin|utos|panuntunan|patakaran|instruksyon|instruksiyon',
		which: 'naunang|nauna|nakaraang|dating|lahat|iyong|mong',
		show: 'ipakita|ibunyag|sabihin|ulitin',
		prompt: 'system prompt|prompt ng sistema|tagubilin ng sistema',
		harmless: 'aking|halimbawa|huwag kalimutan|wag kalimutan',
	},
];
