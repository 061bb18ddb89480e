//! The city as the model has it, without files in between.

use super::homes::homes;
use super::kinds::{CENTRE, KINDS};
use super::layers::{community_id, estate_id, subdistrict_id};
use super::outlets::outlets;
use super::rings::{Rings, borders};
use super::shapes::polygons;
use super::{SampleCity, names};
use crate::model::{
    CategoryId, City, CityParts, Community, Estate, LonLat, Outlet, OutletDetails, PeopleLayer,
    PeopleSource, Plane, Polygon, Population, Ring, Shape, Subdistrict,
};
use crate::units::{People, SquareMetres};

/// What places of the files become on the plane.
struct Maker<'a> {
    city: &'a SampleCity,
    plane: Plane,
}

impl SampleCity {
    /// The city that reading the files gives, on a plane about its middle.
    #[must_use]
    pub fn city(&self) -> City {
        let origin = LonLat { lon: 112.0, lat: 36.0 };
        let make = Maker { city: self, plane: Plane::about(origin) };
        City::new(CityParts {
            subdistricts: make.subdistricts(),
            categories: KINDS.iter().chain([&CENTRE]).map(|k| k.key.to_owned()).collect(),
            outlets: make.outlets(),
            estates: Some(make.estates()),
            people: Some(make.people()),
            communities: make.communities(),
            grids: make.grids(),
            ..CityParts::empty(names::CITY, make.plane)
        })
    }
}

impl Maker<'_> {
    fn shape(&self, polygons: &[Rings]) -> Shape {
        let ring = |ring: &Vec<super::exact::Spot>| {
            let places = ring.iter().map(|spot| self.plane.to_local(spot.lonlat())).collect();
            Ring::new(places)
                .unwrap_or_else(|e| unreachable!("rings of the sample have an area: {e}"))
        };
        let polygon = |rings: &Rings| {
            let mut rings: Vec<Ring> = rings.iter().map(ring).collect();
            let outer = rings.remove(0);
            Polygon::new(outer, rings)
        };
        Shape::new(polygons.iter().map(polygon).collect())
    }

    fn subdistricts(&self) -> Vec<Subdistrict> {
        let (city, territory) = (self.city, &self.city.ground.territory);
        let population = city.land.population(&city.ground, &city.spec);
        let borders = borders(&city.ground, &territory.subdistrict, city.spec.subdistricts);
        (0u32..)
            .zip(borders)
            .zip(population)
            .map(|((k, rings), people)| Subdistrict {
                id: subdistrict_id(k),
                name: city.subdistrict_name(k),
                parent: Some(names::district(city.quarter(k)).to_owned()),
                population: Population::Known(People(people)),
                shape: self.shape(&[rings]),
            })
            .collect()
    }

    fn communities(&self) -> Vec<Community> {
        let territory = &self.city.ground.territory;
        let labels = super::exact::count(&territory.parents);
        (0u32..)
            .zip(borders(&self.city.ground, &territory.community, labels))
            .map(|(k, rings)| Community {
                id: community_id(k),
                name: self.city.community_label(k),
                shape: self.shape(&[rings]),
            })
            .collect()
    }

    fn grids(&self) -> Vec<Community> {
        let cells = self.city.grid_cells().into_iter();
        cells
            .map(|cell| Community {
                id: cell.id,
                name: cell.name,
                shape: self.shape(&[vec![cell.ring]]),
            })
            .collect()
    }

    fn outlets(&self) -> Vec<Outlet> {
        let category = |key: &str| {
            let at = KINDS.iter().position(|k| k.key == key).unwrap_or(KINDS.len());
            CategoryId(u32::try_from(at).unwrap_or(0))
        };
        outlets(self.city)
            .map(|outlet| Outlet {
                id: outlet.id().into(),
                name: outlet.name.into(),
                category: category(outlet.kind.key),
                at: self.plane.to_local(outlet.at.lonlat()),
                status: outlet.status,
                source: Some(outlet.source.into()),
                capacity: outlet.capacity.map(f64::from),
                floor_area: Some(SquareMetres(f64::from(outlet.floor))),
                details: Some(Box::new(OutletDetails {
                    chain: outlet.chain.map(|_| true),
                    hours: Some(outlet.hours.into()),
                    ..OutletDetails::default()
                })),
            })
            .collect()
    }

    fn estates(&self) -> Vec<Estate> {
        let city = self.city;
        (0u32..)
            .zip(&city.land.estates)
            .map(|(k, estate)| {
                let plots = || estate.plots.iter().map(|&p| &city.land.plots[p as usize]);
                let people = plots().map(|p| u64::from(p.people)).sum();
                Estate {
                    id: estate_id(k),
                    name: city.estate_name(k),
                    community: plots().next().map(|p| city.community_name(p.i, p.j)),
                    land_code: Some(estate.used.code().to_owned()),
                    people: Population::Known(People(people)),
                    managed: Some(city.is_managed(k)),
                    shape: self.shape(&polygons(&city.ground, &city.land, estate)),
                }
            })
            .collect()
    }

    fn people(&self) -> PeopleLayer {
        let mut layer = PeopleLayer {
            source: PeopleSource::Layer,
            at: Vec::new(),
            all: Vec::new(),
            groups: [const { Some(Vec::new()) }; 4],
        };
        for (number, plot) in (0u32..).zip(&self.city.land.plots) {
            let used = self.city.land.estates[plot.estate as usize].used;
            for home in homes(&self.city.ground, plot, number, used) {
                layer.at.push(self.plane.to_local(home.at.lonlat()));
                layer.all.push(home.people);
                for (column, n) in layer.groups.iter_mut().flatten().zip(home.ages) {
                    column.push(n);
                }
            }
        }
        layer
    }
}
