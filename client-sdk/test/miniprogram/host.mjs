// A host for mini-programs: WeChat's own component framework and WXML compiler over jsdom, routes and
// life cycle as documented, and logic in a sealed realm that has `wx` and nothing of browsers or Node.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { JSDOM } from 'jsdom';
import { sealedRealm } from '../realm.mjs';

const require = createRequire(import.meta.url);
const dom = new JSDOM('<!doctype html><html><head></head><body></body></html>', { pretendToBeVisual: true });
for (const name of ['window', 'document', 'Node', 'Element', 'HTMLElement', 'Event', 'CustomEvent', 'MutationObserver', 'Text', 'Comment', 'DocumentFragment']) {
  Object.defineProperty(globalThis, name, { value: name === 'window' ? dom.window : dom.window[name], configurable: true, writable: true });
}
const { MiniProgramEnv } = require('glass-easel-miniprogram-adapter');
const { TmplGroup } = require('glass-easel-template-compiler');

const TEN = 10;

/** Ends the window, whose clock would go on for ever. */
export const endHost = () => dom.window.close();

/** Starts the app whose built files lie in `root`, on a phone whose `wx` is given. */
export function openApp(root, wx) {
  const json = (path) => (existsSync(join(root, `${path}.json`)) ? JSON.parse(readFileSync(join(root, `${path}.json`), 'utf8')) : {});
  const config = json('app');
  const shown = { toasts: [], modals: [] };
  const stack = [];
  let alive = true;
  let app;

  const env = new MiniProgramEnv();
  const space = env.createCodeSpace('app', true);
  const backend = env.associateBackend();
  const templates = new TmplGroup();

  /** All components that a page or component uses, by path from the root. */
  function used(path, found = new Set()) {
    if (found.has(path)) return found;
    found.add(path);
    const own = json(path).usingComponents ?? {};
    for (const name of Object.values({ ...config.usingComponents, ...own })) used(posix.normalize(name.replace(/^\//, '')), found);
    return found;
  }
  const paths = new Set(config.pages.flatMap((page) => [...used(page)]));
  for (const path of paths) templates.addTmpl(path, readFileSync(join(root, `${path}.wxml`), 'utf8'));
  const groupList = new Function(`return ${templates.getTmplGenObjectGroups()}`)();

  // Timers of the app end with it.
  const timers = new Set();
  const timed = (begin) => (...given) => {
    const timer = begin(...given);
    timers.add(timer);
    return timer;
  };
  const realm = sealedRealm({ setTimeout: timed(setTimeout), setInterval: timed(setInterval), App: (definition) => { app = definition; }, getApp: () => app, getCurrentPages: () => stack.map(({ instance }) => instance) });
  /** The framework knows types of properties by its own constructors, and not by those of the realm. */
  const typed = ({ properties = {}, ...definition }) => {
    const ours = (type) => (typeof type === 'function' ? { String, Number, Boolean, Object, Array }[type.name] : type);
    const property = (given) => (typeof given === 'function' ? ours(given) : { ...given, type: ours(given.type) });
    return { ...definition, properties: Object.fromEntries(Object.entries(properties).map(([name, given]) => [name, property(given)])) };
  };
  const load = (path) => realm.require(join(root, path), (name, from) => {
    if (name.startsWith('.')) return join(dirname(from), name);
    const [pack, ...rest] = name.split('/');
    return join(root, 'miniprogram_npm', pack, rest.length ? rest.join('/') : 'index');
  });
  for (const path of paths) {
    space.addComponentStaticConfig(path, { ...json(path), usingComponents: { ...(json(path).component ? {} : config.usingComponents), ...json(path).usingComponents } });
    space.addCompiledTemplate(path, { groupList, content: groupList[path] });
  }

  const parse = (url) => {
    const [path, query = ''] = url.replace(/^\//, '').split('?');
    if (!config.pages.includes(path)) throw new Error(`there is no page ${path}`);
    return { path, query: Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('='))) };
  };
  const call = (page, name, ...given) => page.instance[name]?.(...given);
  const top = () => stack.at(-1);

  const tabs = (config.tabBar?.list ?? []).map(({ pagePath }) => pagePath);
  /** Pages of the tab bar that were opened: they stay until the app is launched anew. */
  const kept = new Map();

  function open({ path, query }) {
    const page = document.createElement('div');
    const place = document.createElement('span');
    page.appendChild(place);
    document.body.appendChild(page);
    const rootComponent = backend.createRoot('page-root', space, path);
    const title = json(path).navigationBarTitleText ?? config.window?.navigationBarTitleText ?? '';
    const entry = { path, query, page, title, root: rootComponent, component: rootComponent.getComponent(), instance: rootComponent.get() };
    rootComponent.attach(page, place);
    stack.push(entry);
    if (tabs.includes(path)) kept.set(path, entry);
    call(entry, 'onLoad', query);
    call(entry, 'onShow');
    call(entry, 'onReady');
  }
  function close(entry = stack.pop()) {
    kept.delete(entry.path);
    call(entry, 'onUnload');
    entry.root.release();
    entry.page.remove();
  }
  /** Ends everything, also the pages of the tab bar that are not shown. */
  function closeAll() {
    while (stack.length) close();
    for (const entry of kept.values()) close(entry);
  }
  const notTab = ({ path }, name) => { if (tabs.includes(path)) throw new Error(`${name}:fail can not ${name} a tabbar page`); };
  // Routes happen after the call that asks for them.
  const route = (act) => (options = {}) => {
    setTimeout(() => {
      if (!alive) return;
      try {
        act(options);
        options.success?.({});
      } catch (thrown) {
        options.fail?.({ errMsg: String(thrown) });
        if (!options.fail) throw thrown;
      }
    }, 0);
  };
  Object.assign(wx, {
    navigateTo: route(({ url }) => {
      if (stack.length >= TEN) throw new Error('navigateTo:fail page limit exceeded: 10');
      const to = parse(url);
      notTab(to, 'navigateTo');
      call(top(), 'onHide');
      open(to);
    }),
    redirectTo: route(({ url }) => { const to = parse(url); notTab(to, 'redirectTo'); close(); open(to); }),
    reLaunch: route(({ url }) => { const to = parse(url); closeAll(); open(to); }),
    switchTab: route(({ url }) => {
      const to = parse(url);
      if (!tabs.includes(to.path)) throw new Error('switchTab:fail can not switch to no-tabBar page');
      const before = top();
      while (stack.length && !tabs.includes(top().path)) close();
      if (stack.length && top().path !== to.path) {
        if (top() === before) call(top(), 'onHide');
        stack.pop();
      }
      if (stack.length) { if (top() !== before) call(top(), 'onShow'); return; }
      const entry = kept.get(to.path);
      if (!entry) { open(to); return; }
      stack.push(entry);
      call(entry, 'onShow');
    }),
    navigateBack: route(({ delta = 1 }) => {
      for (let i = 0; i < delta && stack.length > 1; i += 1) close();
      call(top(), 'onShow');
    }),
    setNavigationBarTitle: ({ title }) => { top().title = title; },
    showActionSheet: ({ itemList, success }) => { shown.sheet = itemList; success?.({ tapIndex: shown.choice ?? 0 }); },
    setClipboardData: ({ data, success }) => { shown.clipboard = data; success?.({}); },
    showToast: ({ title }) => shown.toasts.push(title),
    showModal: (options) => { shown.modals.push(options.title); options.success?.({ confirm: shown.confirm !== false, cancel: shown.confirm === false, content: shown.answer ?? '' }); },
    stopPullDownRefresh: () => {},
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wxdemo0000000000', envVersion: 'develop', version: '' } }),
  });
  realm.context.wx = wx;
  load('app');
  for (const path of paths) {
    space.componentEnv(path, ({ Page, Component, Behavior }) => {
      Object.assign(realm.context, { Page, Component: (definition) => Component(typed(definition)), Behavior });
      load(path);
    });
  }

  const find = (selector) => [...top().component.getShadowRoot().querySelectorAll(selector), ...inside(top().component.getShadowRoot(), selector)];
  /** What stands inside of components, to which selectors of a page do not reach. */
  function inside(node, selector, found = []) {
    for (const child of node.childNodes ?? []) {
      const shadow = child.getShadowRoot?.();
      if (shadow) {
        found.push(...shadow.querySelectorAll(selector));
        inside(shadow, selector, found);
      }
      inside(child, selector, found);
    }
    return found;
  }
  const get = (selector, at) => {
    const element = find(selector)[at];
    if (!element) throw new Error(`there is no ${selector} on ${top().path}:\n${top().page.textContent}`);
    return element;
  };

  return {
    shown,
    realm,
    wx,
    /** Starts or starts anew, as by a tap on the icon or by a scanned code. */
    launch(url = `/${config.pages[0]}`) {
      app?.onLaunch?.({});
      open(parse(url));
    },
    path: () => top().path,
    depth: () => stack.length,
    data: () => top().instance.data,
    text: () => top().page.textContent,
    count: (selector) => find(selector).length,
    textOf: (selector, at = 0) => elementText(get(selector, at)),
    tap(selector, at = 0) {
      const element = get(selector, at);
      if (element.$$?.hasAttribute?.('disabled')) throw new Error(`${selector} is disabled`);
      element.triggerEvent('tap', {}, { bubbles: true, composed: true });
    },
    /** What a component of WeChat's tells, such as a button with an open-type. */
    emit: (selector, name, detail) => get(selector, 0).triggerEvent(name, detail, {}),
    type(selector, value) { get(selector, 0).triggerEvent('input', { value }, {}); },
    swipe(selector, by) {
      const element = get(selector, 0);
      const send = (name, touches, changedTouches) => {
        // glass-easel carries what a touch has beside its detail as fields of the event.
        element.triggerEvent(name, {}, { bubbles: true, composed: true, extraFields: { touches, changedTouches } });
      };
      send('touchstart', [{ clientX: 200 }], [{ clientX: 200 }]);
      send('touchend', [], [{ clientX: 200 + by }]);
    },
    /** Pulls the page down, or pushes it up to its end. */
    pull: () => call(top(), 'onPullDownRefresh'),
    reachBottom: () => call(top(), 'onReachBottom'),
    /** Taps on the tab bar. */
    tab: (name) => new Promise((done, fail) => { wx.switchTab({ url: `/pages/${name}/${name}`, success: done, fail: ({ errMsg }) => fail(new Error(errMsg)) }); }),
    back: () => new Promise((done) => { wx.navigateBack({ success: done }); }),
    html: () => top().page.innerHTML,
    /** All styles of the present page, with rpx as WeChat has them at a width of 375. */
    styles() {
      const read = (path) => (existsSync(join(root, `${path}.wxss`)) ? readFileSync(join(root, `${path}.wxss`), 'utf8') : '')
        .replace(/^@import "(.+)\.wxss";$/gm, (_, name) => read(posix.join(posix.dirname(path), name)));
      const all = ['app', ...used(top().path)].map(read).join('\n');
      return all.replace(/(\d+(?:\.\d+)?)rpx/g, (_, size) => `${size / 2}px`).replace(/^page\b/gm, 'body');
    },
    /** What WeChat draws around a page: its title, its bar, and the tab bar where there is one. */
    frame() {
      const { path } = top();
      const { navigationBarBackgroundColor: back, navigationBarTextStyle: ink } = { ...config.window, ...json(path) };
      const icon = (file) => `data:image/png;base64,${readFileSync(join(root, file)).toString('base64')}`;
      const tabBar = tabs.includes(path) ? config.tabBar.list.map(({ pagePath, text, iconPath, selectedIconPath }) => ({
        text, on: pagePath === path, icon: icon(pagePath === path ? selectedIconPath : iconPath), colour: pagePath === path ? config.tabBar.selectedColor : config.tabBar.color,
      })) : [];
      return { title: top().title, back, ink, canGoBack: stack.length > 1, tabBar };
    },
    /** Ends the app as the system does: without a word to it, but that its pages let go. */
    kill() {
      alive = false;
      closeAll();
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}

const elementText = (element) => (element.$$ ? element.$$.textContent : '');
