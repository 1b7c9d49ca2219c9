/** How things look: the type size and the contrast that a person chose. */
export interface Look {
  large: boolean;
  contrast: boolean;
}

const KEY = 'yiting.look';

export function chosen(): Look {
  const [large, contrast] = (wx.getStorageSync<string>(KEY) || '0,0').split(',');
  return { large: large === '1', contrast: contrast === '1' };
}

export function choose({ large, contrast }: Look) {
  wx.setStorageSync(KEY, `${large ? 1 : 0},${contrast ? 1 : 0}`);
}

/** Classes of a page's root. */
export function classes(): string {
  const { large, contrast } = chosen();
  return `${large ? 'large' : ''} ${contrast ? 'contrast' : ''}`.trim();
}
