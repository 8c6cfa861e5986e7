/** The office's words for sessions, quotas, supply and what a site reports back: 场次、名额、疫苗、调度. */
export default {
  tabs: {
    label: '接种安排各页', board: '周计划', quotas: '分配名额', dispatch: '调度', sessions: '场次与接种点', templates: '周模板', supply: '疫苗', bus: '乘车名单', changes: '变动名单', reactions: '现场上报',
  },
  week: { previous: '上一周', next: '下一周', today: '本周', of: '{from} 至 {to}', site: '接种点', product: '疫苗', print: '打印', export: '导出表格' },
  day: { holiday: '放假', makeup: '调休上班', weekend: '周末', unknown: '{year} 年的调休安排还没有公布，目前只知道法定节日和周末；公布后请再核对。' },
  places: {
    capacity: '名额', given: '已约', leased: '手机上', free: '余号', frozen: '冻结', requested: '待确认', reserve: '机动', general: '公用', quota: '分到', people: '已约人数', need: '待种', supply: '余苗', double: '重复预约',
    fill: '已约 {given}，手机上 {leased}，余号 {free}，共 {capacity}', of: '{given} / {capacity}',
    about: '已约 + 手机上 + 余号（+ 冻结）= 名额。“手机上”是网格员领走、还没约出去的号；到期没用会自动收回。待确认的人还没有号。',
  },
  standing: { cancelled: '已取消', full: '约满', waiting: '有人在等', beyond: '超出存苗', frozen: '有号冻结' },
  board: {
    title: '周计划', sessions: '各场次', matrix: '各村在各场次', matrixHint: '已约人数 / 分到名额，+ 后面是待确认的人；点格子看名单', make: '按模板排一周', nothing: '这一周还没有场次。', nothingHint: '可以按周模板一次排好，也可以逐场新增。',
    noVillages: '还没有村，先到“区域”页建立。', week: '本周合计', remote: '偏远', needHint: '到那天还需要接种、又没有预约的人', attended: '到场', missed: '爽约', open: '看这一场', villageTotal: '已约 / 分到', none: '—',
    ended: '过去的场次看到场和爽约。',
  },
  frozen: {
    text: '服务器由备份恢复过：{n} 个号暂时冻结，不再发给手机，也不给人，免得同一个号给了两个人。', until: '{time} 后自动解冻。', undecided: '暂存里还有 {n} 项与预约有关，先处理完再解冻。', thaw: '现在解冻', ask: '现在解冻？确认恢复前领过号的手机都已同步过，才可以解冻；否则同一个号可能已经在手机上给了别人。',
  },
  session: {
    title: '场次', quotas: '名额分配', waiting: '等号的人', edit: '修改场次', cancel: '取消或改期', sheet: '当日名单', bus: '乘车名单', special: '专场', forWhom: '专为', forHint: '单位、学校或村名', kind: '种类', general: '普通场', supplyLeft: '这个点这种疫苗：存 {in_stock} 剂，已排 {planned}，还可排 {left}。', supplyShort: '这个点这种疫苗：存 {in_stock} 剂，已排 {planned}，超出 {short} 剂。',
    cancelledText: '这一场已取消，预约见“变动名单”。', moveHint: '已有 {n} 人预约。改日期、时间或地点，他们的号不变，小票会标明“已改期”，网格员手机下次同步时收到通知。', told: '已保存。{n} 人的预约已改期，要逐户告知，见“变动名单”。', noPlaces: '这一场还没有建号。', back: '回周计划', toPeople: '看这些人',
    doublesText: '{n} 人在同一剂次有两个预约，请到“审核”页定夺；在此之前两个号都占着。', waitingNone: '没有人在等号。', give: '给号', giveHint: '先用本村的余号，再用公用的，最后用机动的。', order: '按这个顺序补上：先重点人群，再看谁等得久。', asked: '提出时间',
  },
  edit: {
    sum: '各村 {villages} + 机动 {reserve} + 公用 {general} = 名额 {capacity}', over: '多分了 {n} 个。请把下面某一行减少 {n}，或者先到“修改场次”里增加名额。', below: '至少 {least}：这些已经给出或在手机上，收不回来。', above: '分给各人的合计不能超过 {most}：请减少某人的，或增加本村的。', keys: '回车或上下键换行，Alt + 左右键换列。改完按保存，一起生效。',
    save: '保存分配', reset: '放弃修改', unsaved: '还没有保存', leaveText: '离开这里，填的名额就没有了。', leave: '不保存，离开', stay: '接着填', village: '村', own: '村内共用', open: '分到人', close: '收起', person: '网格员', had: '原来 {n}', propose: '按需建议', proposed: '下面是建议的数字，还没有保存。可以再改，改好按“保存分配”。', saved: '已保存。手机下次同步时领到新的号。', nobody: '这个村还没有分配网格员。', tooMany: '{n} 处要改才能保存', grids: '{n} 个网格',
  },
  propose: {
    title: '按需建议名额', about: '按各村还需要接种、又没有预约的人数分；已经给出的不动。', reserve: '机动（%）', general: '公用（%）', reserveHint: '留给临时变动，手机不领，只有镇里能给', generalHint: '不分村，先领先得', remote: '偏远村（集中乘车，只排一场）', remember: '记住这些偏远村', in: '偏远村排在', best: '由系统选最合适的一场', sessions: '要分的场次', run: '算一下', into: '填进表里', preview: '建议', need: '待种', share: '共分', noSessions: '请至少选一场。', nobody: '没有人还需要这种疫苗，没有可分的。', percent: '机动和公用加起来不能超过 100%。',
  },
  cancel: {
    title: '取消或改期', ask: '{when} {site}', nobody: '还没有人预约这一场，可以直接取消。', people: '已有 {n} 人预约这一场。他们怎么办？', list: '取消预约，列入变动名单，逐户告知', listText: '他们回到“应种”，网格员手机下次同步时收到通知。', move: '改到另一场', moveText: '按号的先后改过去；位置不够的在那一场待确认。原来的小票作废，手机上会显示新的。', noTarget: '没有同一种疫苗、还开放的场次可以改。请先新增一场。', free: '余号 {n}', supply: '余苗 {n}', change: '改这一场的日期、时间、地点', changeText: '所有人一起改，号不变。', go: '取消这一场', goMove: '取消并改过去', keep: '先不动', done: '已取消。改到另一场 {moved} 人，列入变动名单 {listed} 人。', notEnough: '余号只有 {free}，{lacking} 人会在那一场待确认。',
  },
  template: {
    add: '新增模板', name: '模板名称', nothing: '还没有模板。先建一个，写明哪个点、星期几、几点、多少名额；以后每周一步排好。', edit: '修改模板', remove: '删除', removeAsk: '删除模板“{name}”？已经排好的场次不变。', bands: '时段', addBand: '加一个时段', removeBand: '去掉这个时段', days: '星期', holidays: '放假的日子', skip: '不排', keep: '照排', makeup: '调休上班的日子照工作日排', capacity: '名额', reserve: '机动', week: '每周 {n} 个名额', use: '用它排一周', noDays: '每个时段至少选一天。', order: '结束要晚于开始。',
  },
  weekday: { d1: '周一', d2: '周二', d3: '周三', d4: '周四', d5: '周五', d6: '周六', d7: '周日' },
  make: {
    title: '按模板排一周', from: '从', days: '天数', choose: '用哪些模板', preview: '先看一看', go: '排上 {n} 场', nothing: '没有要新排的场次。', made: '已排上 {n} 场，手机下次同步后可以预约。', toBoard: '去周计划', none: '请至少选一个模板。', noTemplates: '还没有周模板，先去建一个。', supply: '存苗够不够', with: '排上后', short: '差 {n} 剂', enough: '够', shortText: '有的点存苗不够，排不上。请先登记到苗，或减少名额，或去掉几天。', skipDay: '这天不排', takeDay: '这天照排',
    state: { new: '新排', exists: '已有', past: '已过', holiday: '放假不排', skipped: '不排' },
  },
  supply: {
    title: '疫苗', about: '存苗 = 收到 + 调入 − 退回 − 报废 − 调出 − 已种。还可排 = 存苗 − 今天起已排的名额。单位：剂。', nothing: '还没有登记过疫苗。登记到苗后才能开放场次。', add: '登记', stock: '库存', book: '登记簿', received: '收到', returned: '退回', scrapped: '报废', moved_out: '调出', moved_in: '调入', used: '已种', in_stock: '存苗', planned: '已排', left: '还可排', batch: '批号', expires: '有效期至', expired: '已过期', soon: '{n} 天后到期', byBatch: '看批号', noBatch: '（未写批号）',
    kind: { received: '收到', returned: '退回', transferred: '调出', scrapped: '报废' }, to: '调到', doses: '剂数', on: '日期', by: '登记人', edit: '更正', addTitle: '登记疫苗', editTitle: '更正这一笔', hint: '一支多剂的按剂数填。写错了就更正，原来的数字留在历史里。', more: '这个批号只有 {stock} 剂。', sites: '接种点', people: '种过这一批的人',
  },
  dispatch: {
    title: '调度', short: '哪里不够', empty: '哪里空着', nothingShort: '这几天没有缺号、缺苗的地方。', nothingEmpty: '没有空着的名额。', kind: { requested: '有人等号', need: '名额不够', supply: '苗不够' }, missing: '差', where: '哪里', what: '可以这样办',
    requestedText: '{n} 人待确认，没有号可给', needText: '还有 {n} 人轮不到号', supplyText: '已排的比存苗多 {n} 剂', take: '从{pool}调 {n} 个', elsewhere: '{when} {site} {pool}还有 {n} 个', moveThem: '看等号的人，改到别场', raise: '增加名额', addSession: '加一场', receive: '登记到苗', lower: '减少名额', release: '放到公用', releaseAll: '把各村的 {n} 个放到公用', byPool: '看哪些村', releaseN: '把 {n} 个放到公用', others: '别的村有 {n} 人在等', pool: '名额在', spare: '空', done: '已调好。等号的人按顺序自动补上。', anyway: '没有可调的余号。',
    days: '看几天',
  },
  bus: { title: '乘车名单', on: '日期', remote: '只看偏远村', nothing: '这一天没有要接的人。', people: '{n} 人', run: '{village} → {site}', meet: '集合时间、地点', driver: '司机、电话', no: '序', seat: '上车', phone: '电话', door: '网格与门牌', ticket: '号', age: '年龄', total: '共 {runs} 趟，{people} 人', onePage: '每村一页', signed: '带队人' },
  sheet: {
    title: '当日名单', no: '号', name: '姓名', sex: '性别', age: '年龄', idNumber: '证件号码', phone: '电话', village: '村', dose: '剂次', state: '状态', arrived: '到场', batch: '疫苗批号', until: '留观至', sign: '签名', requested: '待确认（还没有号，有空位时按顺序补上）', nothing: '这一场还没有人预约。', nobody: '没有符合条件的人。', summary: '已约 {given}，待确认 {requested}', only: '只看：{what}', all: '看全部', hospital: '对口医院', contact: '电话',
  },
  changes: {
    title: '变动名单', about: '小票上的约定变了的人：要有人逐户告知。告知后点“已告知”，就不再列出。', kind: { lost: '号没保住', session: '场次取消或改期', ticket: '换了号' }, told: '已告知', toldAll: '看已告知的', untold: '看未告知的', nothing: '没有要告知的人。', nothingTold: '还没有告知过的人。', give: '给号', move: '改到别场', whatNow: '现在', was: '变动', who: '由谁告知', nobody: '镇里', noPlace: '本场没有余号。可以改到别场，或先增加名额。', moveTitle: '{name} 改到哪一场？', cancel: '取消预约', cancelAsk: '取消{name}的预约？号空出来，给下一个等的人。', gave: '已给号：{n} 号。', waits: '已改到那一场，待确认。', cancelled: '已取消。', when: '时间', all: '全部',
    change: { ticket: '号换了一个', lost_expired: '领的号过期后才传上来，号已给了别人', lost_phone: '停用的手机后来才传上来，号已给了别人', session_cancelled: '场次取消', session_moved: '场次改期' },
  },
  reactions: {
    title: '不良反应', about: '现场登记后，设备一同步就列在这里。', nothing: '没有要跟进的不良反应。', all: '显示全部', graveOpen: '{n} 例严重，请马上处理', who: '姓名', signs: '表现', grave: '严重', after: '发生时间', minutes: '接种后 {n} 分钟', dose: '疫苗', action: '处置', hospital: '接种点与对口医院', called: '{time} 已联系医院', calledNow: '刚联系了医院', reportBy: '上报时限', late: '已超时', outcome: '结果', open: '跟进中', follow: '跟进', mistake: '登记错了，没有发生', kinds: '严重的 2 小时内、其他 48 小时内上报；反应属于哪一类由专家组认定，这里不填。数据时间：',
  },
  sign: {
    dizziness: '头晕', fainting: '晕倒', pallor: '面色苍白、出冷汗', palpitation: '心慌', nausea: '恶心呕吐', rash: '皮疹、荨麻疹', itching: '发痒', swelling: '接种处红肿', fever: '发热', breath: '呼吸困难', throat: '喉头发紧、声音嘶哑', pressure: '血压下降', convulsion: '抽搐', unconscious: '昏迷', other: '其他',
  },
  outcome: { recovered: '已好转', observed: '继续观察', in_hospital: '已送医院', died: '死亡', unknown: '不清楚' },
  strangers: {
    title: '册上找不到的人', about: '在接种点种了，但对不上居民册：请认定是谁，剂次就记到他名下。', nothing: '没有对不上的人。', who: '现场登记', dose: '在哪里种的', why: '为什么', candidates: '可能是', none: '册上没有相近的人', match: '就是此人', doses: '已种 {n} 剂', enter: '新增到居民册', aside: '不是本镇的', asideToo: '看已搁下的 {n} 人',
    because: { nobody: '册上没有这个证件号', several: '几个人用同一个证件号', number_differs: '证件号与预约的人不同', not_sure: '没有证件号，不能确定' },
  },
  onSite: {
    title: '今日现场', unit: '单位：人', booked: '已约', requested: '待确认', arrived: '到场', waiting: '待筛查', ready: '待接种', screened_out: '筛查不宜', done: '已种', observing: '留观中', left: '已离场', other: '现场来的', supply: '余苗（剂）', sync: '最近同步 {time}', noDesk: '还没有现场设备', renew: '刷新', double: '重复接种 {n} 人',
  },
  desk: { hint: '接种点工作人员只看得到本点的预约名单，看不到网格和住户；用平板、电脑或手机绑定后就能登记，没有网络也行。', allot: '开通现场登记', devices: '现场登记', none: '未开通', people: '{n} 人' },
  error: { where: '出在：{pool}', toSupply: '去登记疫苗' },
}
