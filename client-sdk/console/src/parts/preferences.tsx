// Language and light, chosen by the reader and remembered.
import { useEffect, useState } from 'react';
import { useLanguage, useSay } from '../language';
import { Choice } from './basics';

type Theme = 'auto' | 'light' | 'dark';
const PLACE = 'yiting.console.theme';

export function Preferences() {
  const say = useSay();
  const { language, choose } = useLanguage();
  const [theme, set] = useState<Theme>(() => (localStorage.getItem(PLACE) as Theme | null) ?? 'auto');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(PLACE, theme);
  }, [theme]);
  return (
    <div className="preferences">
      <Choice name={say('语言', 'Language')} value={language} onChange={choose} of={[{ id: 'zh-CN', name: '中文' }, { id: 'en', name: 'EN' }]} />
      <Choice name={say('明暗', 'Light')} value={theme} onChange={set} of={[{ id: 'auto', name: say('自动', 'Auto') }, { id: 'light', name: say('浅色', 'Light') }, { id: 'dark', name: say('深色', 'Dark') }]} />
    </div>
  );
}
