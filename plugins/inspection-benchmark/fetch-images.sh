#!/bin/sh
# Fetches the pictures of the benchmark as Debian packages (apt-get download; about 1.1 GB) and unpacks what
# photographs.txt and wallpapers.txt name, a fixed sample of clip art and the stamps. Then makes pictures with the
# embedded model if a built distribution is named.
#
#   ./fetch-images.sh FOLDER [path/to/bin/darkroom]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: fetch-images.sh FOLDER [path/to/bin/darkroom]}
darkroom=${2:+$(realpath "$2")}
mkdir -p "$folder/packages" "$folder/unpacked"
folder=$(cd "$folder" && pwd)

for package in mate-backgrounds python3-skimage python3-sklearn plasma-workspace-wallpapers tuxpaint-stamps-default \
    openclipart-png lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 ukui-wallpapers palapeli-data opencv-doc \
    forensics-samples-files kphotoalbum lxqt-themes python-matplotlib-data scratch tuxpaint-data gnome-backgrounds \
    sway-backgrounds xfdesktop4-data fvwm-crystal klettres-data frozen-bubble-data \
    wesnoth-1.16-data; do
    cd "$folder/packages"
    ls "$package"_*.deb > /dev/null 2>&1 || apt-get download "$package"
    [ "$package" = openclipart-png ] || [ -d "$folder/unpacked/$package" ] \
        || dpkg-deb -x "$package"_*.deb "$folder/unpacked/$package"
done

# NAME.EXT of a path that keeps its last parts, so that no two files share a name.
flat_name() {
    echo "$1" | sed -e 's|.*/wallpapers/||' -e 's|.*/backgrounds/||' -e 's|.*/stamps/||' -e 's|.*/png/||' \
        -e 's|.*/dist-packages/||' -e 's|.*/palapeli/||' -e 's|.*/examples/||' -e 's|/contents/images||' \
        -e 's|.*/usr/share/||' -e 's|/|_|g'
}

pick() { # LIST GROUP
    mkdir -p "$folder/$2"
    grep -v '^#' "$here/$1" | while read -r part; do
        find "$folder/unpacked" -path "*$part" | while read -r file; do
            cp "$file" "$folder/$2/$(flat_name "$file")"
        done
    done
}
pick photographs.txt photo
pick wallpapers.txt wallpaper

# Stamps: drawings are flat art, photographs cut out on white a group of their own.
mkdir -p "$folder/flat" "$folder/stamp"
find "$folder/unpacked/tuxpaint-stamps-default" -name '*.png' ! -path '*/alphabets/*' ! -name '*mirror*' \
    | LC_ALL=C sort | while read -r file; do
    case $file in
        */cartoon/*) cp "$file" "$folder/flat/$(flat_name "$file")" ;;
        */animals/* | */plants/* | */food/*) cp "$file" "$folder/stamp/$(flat_name "$file")" ;;
    esac
done

# Painted portraits of a game, cut out: every sixth in the order of the names.
find "$folder/unpacked/wesnoth-1.16-data" -path '*/core/images/portraits/*' -name '*.png' | LC_ALL=C sort \
    | awk 'NR % 6 == 1' | while read -r file; do
    cp "$file" "$folder/flat/portrait_$(basename "$(dirname "$file")")_$(basename "$file")"
done

# Clip art: every 20th picture in the order of the names.
cd "$folder"
[ -s clipart.txt ] || dpkg-deb --fsys-tarfile packages/openclipart-png_*.deb | tar -t | grep '\.png$' | LC_ALL=C sort \
    | awk 'NR % 20 == 1' > clipart.txt
mkdir -p unpacked/openclipart-png
[ -d unpacked/openclipart-png/usr ] || dpkg-deb --fsys-tarfile packages/openclipart-png_*.deb | tar -x -C unpacked/openclipart-png -T clipart.txt
while read -r file; do
    # Some are links to files outside the sample.
    [ ! -e "unpacked/openclipart-png/$file" ] || cp "unpacked/openclipart-png/$file" "flat/$(flat_name "$file")"
done < clipart.txt

# Pictures of the embedded model: good ones, and ones burnt by strong guidance.
make_pictures() { # GROUP COUNT OPTIONS...
    group=$1
    count=$2
    shift 2
    mkdir -p "$group"
    seed=100
    while read -r prompt; do
        name=$(echo "$prompt" | tr ' ' '-')-$seed
        "$darkroom" generate "$prompt" "$@" --seed $seed --count "$count" --no-inspect --out "$group/$name" > /dev/null
        seed=$((seed + 10))
    done < "$here/prompts.txt"
    # The benchmark reads one folder deep.
    find "$group" -mindepth 2 -name '*.png' | while read -r file; do
        mv "$file" "$group/$(basename "$(dirname "$file")")_$(basename "$file")"
    done
    find "$group" -mindepth 1 -type d -empty -delete
}
if [ -n "$darkroom" ]; then
    make_pictures model 4 --steps 25 --cfg-scale 3
    make_pictures burnt 1 --steps 25 --cfg-scale 15
fi
for group in photo wallpaper flat stamp model burnt; do
    [ -d "$group" ] && echo "$group: $(find "$group" -type f | wc -l) pictures"
done
