// The museum's words on a kiosk, both languages. N: no-break space after short prepositions, before dashes.

const N = '\u00a0';

export const STRINGS = {
  ru: {
    truth: 'Цифровая анимация картины', made: 'Голос синтезирован', recorded: `Голос записан`,
    original: `Оригинал. Ничего не${N}изменено`,
    sealChecking: 'Подпись проверяется', sealWhole: 'Подпись музея верна', sealNone: `Подпись здесь не${N}проверить`,
    sealBroken: `Подпись не${N}сходится, поэтому показан оригинал`,
    attract: `Коснитесь картины${N}— и${N}она ответит`,
    hint: `Ведите пальцем по${N}картине${N}— она откликнется на${N}прикосновение.`,
    pause: 'Пауза', resume: 'Оживить',
    hold: 'Увидеть оригинал', holdHow: 'удерживайте', holdNow: 'отпустите',
    ask: 'Спросите картину', sound: 'Звук', mute: 'Без звука', tuned: 'Готово', volume: 'Громкость', captions: 'Субтитры',
    language: 'English', larger: 'Крупнее', lower: 'Кнопки ниже', raise: 'Кнопки выше', phone: `На${N}телефон`,
    still: 'Вы ещё здесь?',
    stillText: `Если не${N}коснуться экрана, картина начнёт сначала.`,
    yes: 'Да, я здесь', no: 'Закончить',
    awayTitle: 'Сейчас картина неподвижна', awayText: `Перед вами оригинал. Она оживёт сама, когда вернётся связь.`,
    takeTitle: 'Продолжите дома',
    takeText: `Наведите камеру телефона: откроется страница этой картины. Данные о${N}вас не${N}сохраняются.`,
    close: 'Закрыть', empty: `Скоро здесь появятся картины`,
    pairTitle: 'Экран ждёт подключения',
    pairText: `Введите код в${N}разделе «Экраны» или наведите камеру телефона.`,
    network: 'Сеть', online: 'есть связь', offline: 'нет связи', screen: 'Экран', version: 'Версия', code: 'Код сменится',
    minutes: (n) => `через${N}${n}${N}мин`, wait: `Подождите`,
  },
  en: {
    truth: 'Digital animation of the painting', made: 'Synthetic voice', recorded: 'Recorded voice',
    original: 'The original. Nothing changed',
    sealChecking: 'Checking the signature', sealWhole: 'The museum’s signature is valid', sealNone: 'The signature cannot be checked here',
    sealBroken: 'The signature does not match, so you see the original',
    attract: 'Touch the painting and it will answer',
    hint: 'Move your finger over the painting: it will respond.',
    pause: 'Pause', resume: 'Bring to life',
    hold: 'See the original', holdHow: 'hold', holdNow: 'let go to return',
    ask: 'Ask the painting', sound: 'Sound', mute: 'Mute', tuned: 'Done', volume: 'Volume', captions: 'Captions',
    language: 'Русский', larger: 'Larger', lower: 'Lower buttons', raise: 'Raise buttons', phone: 'To my phone',
    still: 'Are you still with us?',
    stillText: 'If nobody touches the screen, the painting will start again.',
    yes: 'Yes, I’m here', no: 'Finish',
    awayTitle: 'The painting is still for now', awayText: 'You are looking at the original. It will move again by itself.',
    takeTitle: 'Continue at home',
    takeText: 'Point your phone’s camera here: the page of this painting will open. Nothing about you is stored.',
    close: 'Close', empty: 'Paintings will hang here soon',
    pairTitle: 'This screen is waiting',
    pairText: 'Enter the code under “Screens”, or point a phone’s camera at the square.',
    network: 'Network', online: 'connected', offline: 'no connection', screen: 'Screen', version: 'Version', code: 'The code changes',
    minutes: (n) => `in ${n} min`, wait: 'Please wait',
  },
};

export const other = (language) => (language === 'ru' ? 'en' : 'ru');
